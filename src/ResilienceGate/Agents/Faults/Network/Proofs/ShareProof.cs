using System.Globalization;
using ResilienceGate.Agents.Faults.Network.Queues;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>Of the packets that came by, and of some sent for the purpose, a share was hit.</summary>
/// <param name="share">Above 0, at most 1.</param>
/// <param name="verb">What became of those that were hit.</param>
/// <param name="hit">How many were.</param>
internal sealed class ShareProof(Line line, double share, string verb, Func<PacketCounts, long> hit, TimeProvider time)
    : INetworkProof
{
    /// <summary>So many are expected to be hit that none is one case in 150.</summary>
    private const double Expected = 5;

    private const int MostSent = 1000;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    public Task MeasureAsync(CancellationToken ct) => line.MeasureAsync(ct);

    public async Task<string> ProveOnAsync(Func<PacketCounts> counts, CancellationToken ct)
    {
        var enough = (int)Math.Ceiling(Expected / share);
        // Empty ones: what counts is that they are packets.
        await line.SendAsync(Math.Min(enough, MostSent), size: 0, ct);
        var seen = await Traffic.UntilAsync(counts, c => c.Seen >= enough && hit(c) > 0, Within, time, ct);
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"of {seen.Seen} packets {hit(seen)} were {verb} ({(double)hit(seen) / Math.Max(1, seen.Seen):0.0%}, {share:0.##%} asked for)"
        );
        return hit(seen) > 0 ? sentence : throw new PodFaultException(sentence);
    }

    public async Task<string> ProveOffAsync(CancellationToken ct)
    {
        if (line.Peer is null)
            return "no peer answers that could be measured";
        return await line.RoundTripAsync(Within, ct) is { } now
            ? $"a connection to {line.Peer} takes {Line.Milliseconds(now)}"
            : throw new PodFaultException($"{line.Peer} does not answer, and did before the fault");
    }
}
