using ResilienceGate.Agents.Faults.Network.Queues;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>A peer that answered before does not answer.</summary>
internal sealed class PartitionProof(Line line) : INetworkProof
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(5);

    public async Task MeasureAsync(CancellationToken ct)
    {
        await line.MeasureAsync(ct);
        if (line.Peer is null)
            throw new PodFaultException("no peer answers without the fault: nothing could show that it is on");
    }

    public async Task<string> ProveOnAsync(Func<PacketCounts> counts, CancellationToken ct) =>
        await line.RoundTripAsync(Within, ct) is { } answered
            ? throw new PodFaultException($"{line.Peer} still answers, after {Line.Milliseconds(answered)}")
            : $"{line.Peer} answered in {Line.Milliseconds(line.Before)} before, and does not answer in {Line.Milliseconds(Within)} with the fault";

    public async Task<string> ProveOffAsync(CancellationToken ct) =>
        await line.RoundTripAsync(BackWithin, ct) is { } now
            ? $"{line.Peer} answers in {Line.Milliseconds(now)}"
            : throw new PodFaultException($"{line.Peer} does not answer, and did before the fault");
}
