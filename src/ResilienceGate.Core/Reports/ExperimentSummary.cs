using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports;

/// <summary>The valid injections of one experiment in a few numbers, for people; the verdict does not rest on them.</summary>
public sealed record ExperimentSummary
{
    public required int Valid { get; init; }

    public required RecoverySummary Recovery { get; init; }

    public required TimeSpan? LongestRecovery { get; init; }

    /// <summary>Injections whose outage had not ended when the observation did: it is a lower bound.</summary>
    public required int OutagesCensored { get; init; }

    /// <summary>
    /// The typical injection, in each metric's own unit. One number for one thing: where the verdict compared it, it is
    /// the very number that was compared; else it is estimated in the same way. A metric without a value is left out.
    /// </summary>
    public required IReadOnlyDictionary<Metric, double> Typical { get; init; }

    /// <summary>Answered in time but wrongly.</summary>
    public required long Wrong { get; init; }

    /// <summary>Means over the injections that recovered, in the order of the phases; they add up to the MTTR.</summary>
    public required IReadOnlyList<PhaseTime> Phases { get; init; }

    public static ExperimentSummary Of(RunResult result, ExperimentResult experiment)
    {
        var valid = experiment.Injections.Where(i => i.IsValid).ToList();
        var recovered = valid.Where(i => i.RecoveryTime is not null).ToList();
        return new ExperimentSummary
        {
            Valid = valid.Count,
            Recovery = RecoverySummary.Of(valid),
            LongestRecovery = recovered.Max(i => i.RecoveryTime),
            OutagesCensored = valid.Count(i => i.OutageCensored),
            Typical = TypicalOf(result, experiment),
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

    private static Dictionary<Metric, double> TypicalOf(RunResult result, ExperimentResult experiment)
    {
        var typical = new Dictionary<Metric, double>();
        if (!InjectionValues.Of([experiment]).TryGetValue(experiment.Name, out var injections))
            return typical;

        foreach (var scale in MetricScales.For(new Margins(), result.RecoveryPeriod, result.Environment.Rate))
        {
            if (Compared(result, experiment, scale.Metric) is { } compared)
                typical[scale.Metric] = compared;
            else if (scale.ValuesOf(injections) is { Count: > 0 } values)
                typical[scale.Metric] = scale.Shown(HodgesLehmann.Estimate([.. values.Select(scale.ToScale)]));
        }

        return typical;
    }

    private static double? Compared(RunResult result, ExperimentResult experiment, Metric metric) =>
        result
            .Findings.FirstOrDefault(finding =>
                finding is { Evidence: not null }
                && finding.Metric == metric
                && string.Equals(finding.Experiment, experiment.Name, StringComparison.Ordinal)
            )
            ?.Evidence?.Candidate;

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) =>
        times.Aggregate(TimeSpan.Zero, (total, time) => total + time);
}
