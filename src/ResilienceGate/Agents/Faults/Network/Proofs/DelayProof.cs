using System.Globalization;
using ResilienceGate.Agents.Faults.Network.Queues;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>A round trip takes longer by about what was asked for.</summary>
/// <param name="added">What the fault should add to a round trip.</param>
internal sealed class DelayProof(Line line, TimeSpan added, TimeProvider time) : INetworkProof
{
    /// <summary>Jitter and a busy machine move one measurement; a fault that is not there moves none by half.</summary>
    private const double Least = 0.5;

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    public Task MeasureAsync(CancellationToken ct) => line.MeasureAsync(ct);

    public async Task<string> ProveOnAsync(Func<PacketCounts> counts, CancellationToken ct)
    {
        if (line.Peer is null)
            return await ByTrafficAsync(counts, ct);
        var began = time.GetTimestamp();
        TimeSpan? now;
        // With much jitter a round trip may well be a quick one, and the next ones too: the delay wanders.
        do now = await line.RoundTripAsync((2 * added) + Slack, ct);
        while (now is { } quick && !IsSlow(quick) && time.GetElapsedTime(began) < (4 * added) + Slack);
        var before = $"a connection to {line.Peer} took {Line.Milliseconds(line.Before)} before";
        return now is { } slow && IsSlow(slow)
            ? $"{before} and {Line.Milliseconds(slow)} with the fault, which asks for {Line.Milliseconds(added)} more"
            : throw new PodFaultException(
                $"{before}, and with the fault {(now is { } same ? Line.Milliseconds(same) : "it was not answered")}; "
                    + $"{Line.Milliseconds(added)} more were asked for"
            );
    }

    public async Task<string> ProveOffAsync(CancellationToken ct)
    {
        if (line.Peer is null)
            return "no peer answers that could be measured";
        return await line.RoundTripAsync(Slack, ct) is { } now && !IsSlow(now)
            ? $"a connection to {line.Peer} takes {Line.Milliseconds(now)}"
            : throw new PodFaultException($"a connection to {line.Peer} is still slow or not answered");
    }

    private bool IsSlow(TimeSpan roundTrip) => roundTrip - line.Before >= Least * added;

    /// <summary>Where no peer answers, the traffic of the pod shows it, by the engine's own clock.</summary>
    private async Task<string> ByTrafficAsync(Func<PacketCounts> counts, CancellationToken ct)
    {
        var seen = await Traffic.UntilAsync(counts, c => c.Passed > 0, added + Slack, time, ct);
        return seen.Passed > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"no peer answers that could be measured; {seen.Passed} packets were held for {Line.Milliseconds(seen.MeanHold)} on average"
            )
            : throw new PodFaultException("no peer answers that could be measured, and no packet came by");
    }
}
