using ResilienceGate.Clusters;
using ResilienceGate.Plans;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Experiments;

/// <summary>Watches the plan's abort condition for as long as the traffic flows.</summary>
internal static class AbortWatch
{
    /// <exception cref="RunAbortedException">The condition held for as long as the plan says.</exception>
    public static async Task RunAsync(AbortCondition condition, ProbeLog log, RunClock clock, CancellationToken ct)
    {
        var begun = clock.Now;
        while (!ct.IsCancellationRequested)
        {
            var changed = log.Changed;
            if (log.KnownUntil is { } until && until - condition.For >= begun)
            {
                var traffic = log.Traffic(until - condition.For, until);
                if (traffic.Sent > 0 && traffic.Good < condition.AvailabilityBelow * traffic.Sent)
                    throw new RunAbortedException(
                        $"{traffic.Sent - traffic.Good} of {traffic.Sent} requests were not answered rightly in time in "
                            + $"the last {condition.For.TotalSeconds:0} s (limits.abort-when: {condition})"
                    );
            }
            await changed.WaitAsync(ct);
        }
    }
}
