using ResilienceGate.Hosts;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Experiments;

/// <summary>Shows the traffic while it flows.</summary>
internal static class TrafficReporter
{
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(2);

    /// <summary>Runs until it is cancelled.</summary>
    public static async Task RunAsync(ProbeLog log, IRunProgress progress, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var changed = log.Changed;
            if (log.KnownUntil is { } until && log.Traffic(until - Last, until) is { Sent: > 0 } traffic)
                progress.Traffic(
                    new TrafficReading(
                        traffic.Sent / Last.TotalSeconds,
                        (double)traffic.Good / traffic.Sent,
                        traffic.Latency?.P99
                    )
                );
            await changed.WaitAsync(ct);
        }
    }
}
