using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// The four metrics with their margins, floors and priors. Floors and priors are this product's own, chosen by simulation
/// (see the operating characteristics in the tests): after a single accepted run on a small, noisy machine fewer than 1 %
/// of equal versions are accused, and a recovery that takes three times as long is found in most cases.
/// </summary>
internal static class MetricScales
{
    /// <param name="recoveryPeriod">The period at which a recovery is seen, whatever the candidate makes of its own: <see cref="RecoveryPeriods.Shorter"/>.</param>
    /// <param name="rate">Requests a second: an outage is seen when a request meets it.</param>
    public static IReadOnlyList<MetricScale> For(Margins margins, TimeSpan recoveryPeriod, double rate)
    {
        var slice = Bin.Resolution(rate).TotalSeconds;
        return
        [
            // Where readiness is polled once a period, a hair's breadth more of loading shows as a whole period more.
            new MetricScale.RecoveryTime
            {
                Margin = margins.RecoveryTime,
                Floor = recoveryPeriod.TotalSeconds,
                Resolution = recoveryPeriod.TotalSeconds,
                PriorDeviation = 0.10,
            },
            new MetricScale.Outage
            {
                Margin = margins.Outage,
                Floor = 3 * slice,
                Resolution = slice,
                PriorDeviation = 0.25,
            },
            // The tail of the latency while something is broken doubles or halves between equal runs: it hangs on a few
            // requests that met the gap. Without enough runs only what is an order of magnitude worse is sure to be worse.
            new MetricScale.P99
            {
                Margin = margins.P99,
                Floor = 0.001,
                Resolution = 0.001,
                PriorDeviation = 0.5,
            },
            // Near zero a single slice of 100 ms moves the unavailability severalfold.
            new MetricScale.Availability
            {
                Margin = margins.Availability,
                Floor = 0.001,
                Resolution = 0.001,
                PriorDeviation = 0.5,
            },
        ];
    }
}
