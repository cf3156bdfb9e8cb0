using System.Globalization;
using ResilienceGate.Agents.Faults.Network.Queues;
using ResilienceGate.Agents.Faults.Network.Shaping;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>Datagrams that are sent faster than the link allows pass at its rate.</summary>
internal sealed class BandwidthProof(Line line, long bitsPerSecond, TimeProvider time) : INetworkProof
{
    private const int Size = 1000;
    private const int LeastSent = 20;
    private const int MostSent = 20_000;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(3);

    private double BytesPerSecond => bitsPerSecond / 8.0;

    public Task MeasureAsync(CancellationToken ct) => line.MeasureAsync(ct);

    public async Task<string> ProveOnAsync(Func<PacketCounts> counts, CancellationToken ct)
    {
        // As much as the link carries while its queue is drained.
        var packets = BytesPerSecond * BandwidthPolicy.LongestWait.TotalSeconds / Size;
        var began = time.GetTimestamp();
        var before = counts();
        await line.SendAsync((int)Math.Clamp(packets, LeastSent, MostSent), Size, ct);
        var after = await Traffic.UntilAsync(counts, IsDone, Within, time, ct);
        var took = time.GetElapsedTime(began);
        var passed = after - before;
        if (passed.Waited is 0)
            throw new PodFaultException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"none of {passed.Seen} packets had to wait: the traffic is slower than {Megabits(bitsPerSecond)}"
                )
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{passed.Bytes} bytes passed in {Line.Milliseconds(took)}, {Megabits(passed.Bytes * 8 / took.TotalSeconds)}, with {Megabits(bitsPerSecond)} asked for; {passed.Waited} packets waited, {passed.Dropped} found the queue full"
        );
    }

    public async Task<string> ProveOffAsync(CancellationToken ct)
    {
        if (line.Peer is null)
            return "no peer answers that could be measured";
        return await line.RoundTripAsync(Within, ct) is { } now
            ? $"a connection to {line.Peer} takes {Line.Milliseconds(now)}"
            : throw new PodFaultException($"{line.Peer} does not answer, and did before the fault");
    }

    private static bool IsDone(PacketCounts c) => c.Waited > 0 && c.Passed + c.Dropped + c.Changed == c.Seen;

    private static string Megabits(double bits) =>
        string.Create(CultureInfo.InvariantCulture, $"{bits / 1e6:0.###} Mbit/s");
}
