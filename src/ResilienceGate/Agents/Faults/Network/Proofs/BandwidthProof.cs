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
        var before = counts();
        await line.SendAsync((int)Math.Clamp(packets, LeastSent, MostSent), Size, ct);
        // Only while packets wait does the link carry all that it can.
        var (began, first) = (time.GetTimestamp(), counts());
        var (ended, last) = (began, first);
        await Traffic.UntilAsync(counts, IsDone, Within, time, ct);
        var passed = last - before;
        var took = time.GetElapsedTime(began, ended);
        if (passed.Waited is 0)
            throw new PodFaultException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"none of {passed.Seen} packets had to wait: the traffic is slower than {Megabits(bitsPerSecond)}"
                )
            );
        var rate = took > TimeSpan.Zero ? Megabits((last - first).Bytes * 8 / took.TotalSeconds) : "all at once";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"while packets waited, {(last - first).Bytes} bytes passed in {Line.Milliseconds(took)}, {rate}, with {Megabits(bitsPerSecond)} asked for; {passed.Waited} packets waited, {passed.Dropped} found the queue full"
        );

        bool IsDone(PacketCounts now)
        {
            var isBusy = now.Passed + now.Dropped + now.Changed < now.Seen;
            if (isBusy)
                (ended, last) = (time.GetTimestamp(), now);
            return !isBusy && now.Waited > 0;
        }
    }

    public async Task<string> ProveOffAsync(CancellationToken ct)
    {
        if (line.Peer is null)
            return "no peer answers that could be measured";
        return await line.RoundTripAsync(Within, ct) is { } now
            ? $"a connection to {line.Peer} takes {Line.Milliseconds(now)}"
            : throw new PodFaultException($"{line.Peer} does not answer, and did before the fault");
    }

    private static string Megabits(double bits) =>
        string.Create(CultureInfo.InvariantCulture, $"{bits / 1e6:0.###} Mbit/s");
}
