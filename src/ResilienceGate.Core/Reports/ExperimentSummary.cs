using MathNet.Numerics.Statistics;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports;

/// <summary>The valid injections of one experiment in a few numbers, for people; the verdict does not rest on them.</summary>
public sealed record ExperimentSummary
{
    public required int Valid { get; init; }

    public required RecoverySummary Recovery { get; init; }

    public required TimeSpan? LongestRecovery { get; init; }

    public required TimeSpan? MedianOutage { get; init; }

    public required TimeSpan? MedianP99 { get; init; }

    /// <summary>Share of all requests in the observed windows, 0 to 1; null when none was sent.</summary>
    public required double? Availability { get; init; }

    /// <summary>Answered in time but wrongly.</summary>
    public required long Wrong { get; init; }

    /// <summary>Means over the injections that recovered, in the order of the phases; they add up to the mean recovery.</summary>
    public required IReadOnlyList<PhaseTime> Phases { get; init; }

    public static ExperimentSummary Of(ExperimentResult experiment)
    {
        var valid = experiment.Injections.Where(i => i.IsValid).ToList();
        var recovered = valid.Where(i => i.RecoveryTime is not null).ToList();
        var sent = valid.Sum(i => i.Sent);
        return new ExperimentSummary
        {
            Valid = valid.Count,
            Recovery = RecoverySummary.Of(valid),
            LongestRecovery = recovered.Max(i => i.RecoveryTime),
            MedianOutage = Median(valid.Select(i => i.Outage)),
            MedianP99 = Median(valid.Select(i => i.Latency).OfType<LatencySummary>().Select(l => l.P99)),
            Availability = sent == 0 ? null : (double)valid.Sum(i => i.Good) / sent,
            Wrong = valid.Sum(i => i.Wrong),
            Phases =
            [
                .. recovered
                    .SelectMany(i => i.Phases)
                    .GroupBy(p => p.Phase)
                    .OrderBy(g => g.Key)
                    // A phase that a recovery does not have took no time in it.
                    .Select(g => new PhaseTime(g.Key, Sum(g.Select(p => p.Took)) / recovered.Count)),
            ],
        };
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) =>
        times.Aggregate(TimeSpan.Zero, (total, time) => total + time);

    private static TimeSpan? Median(IEnumerable<TimeSpan> times)
    {
        var seconds = times.Select(t => t.TotalSeconds).ToArray();
        return seconds.Length == 0 ? null : TimeSpan.FromSeconds(seconds.Median());
    }
}
