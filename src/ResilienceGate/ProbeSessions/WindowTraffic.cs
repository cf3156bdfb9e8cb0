using ResilienceGate.Agents;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.ProbeSessions;

/// <summary>The requests of one window.</summary>
/// <param name="Sent">Requests that were due.</param>
/// <param name="Good">Of these, right and in time.</param>
/// <param name="Wrong">Of these, in time but wrong.</param>
/// <param name="Latency">Null when none was answered or timed out.</param>
/// <param name="Trouble">What most of those came to that were not good; null when all were.</param>
internal sealed record WindowTraffic(long Sent, long Good, long Wrong, LatencySummary? Latency, Outcome? Trouble)
{
    /// <summary>Null where no answer came in pieces.</summary>
    public StreamSummary? Streaming { get; init; }
}
