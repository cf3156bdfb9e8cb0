using ResilienceGate.Core.Measurements;

namespace ResilienceGate.ProbeSessions;

/// <summary>The requests of one window.</summary>
/// <param name="Sent">Requests that were due.</param>
/// <param name="Good">Of these, right and in time.</param>
/// <param name="Wrong">Of these, in time but wrong.</param>
/// <param name="Latency">Null when none was answered.</param>
internal sealed record WindowTraffic(long Sent, long Good, long Wrong, LatencySummary? Latency);
