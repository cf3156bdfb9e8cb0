using ResilienceGate.Agents.Faults.Network.Queues;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>Waits for packets to come by.</summary>
internal static class Traffic
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <returns>The counts when there was enough, or the time was over.</returns>
    public static async Task<PacketCounts> UntilAsync(
        Func<PacketCounts> counts,
        Func<PacketCounts, bool> enough,
        TimeSpan within,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var now = counts();
            if (enough(now) || time.GetElapsedTime(began) > within)
                return now;
            await Task.Delay(Pause, time, ct);
        }
    }
}
