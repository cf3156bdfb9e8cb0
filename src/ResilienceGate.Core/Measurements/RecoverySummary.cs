namespace ResilienceGate.Core.Measurements;

/// <summary>The recoveries of several injections.</summary>
/// <param name="MeanTimeToRecovery">Mean over the injections that recovered; null when none did.</param>
/// <param name="Recovered">Valid injections after which the target recovered.</param>
/// <param name="NeverRecovered">Valid injections after which it did not, as long as it was watched.</param>
public sealed record RecoverySummary(TimeSpan? MeanTimeToRecovery, int Recovered, int NeverRecovered)
{
    /// <summary>Void injections do not count.</summary>
    public static RecoverySummary Of(IEnumerable<Injection> injections)
    {
        var times = injections
            .Where(injection => injection.IsValid)
            .Select(injection => injection.RecoveryTime)
            .ToList();
        var recovered = times.OfType<TimeSpan>().ToList();
        return new RecoverySummary(
            recovered.Count == 0 ? null : TimeSpan.FromTicks((long)recovered.Average(time => time.Ticks)),
            recovered.Count,
            times.Count - recovered.Count
        );
    }
}
