using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Baselines;

/// <summary>
/// A recovery that is slower than is allowed in every single injection, while there are too few accepted runs to prove it.
/// Taken into the baseline it would hide itself, and the next one like it.
/// </summary>
public static class Setback
{
    /// <summary>Experiments in which the fastest recovery of the run was slower than the slowest accepted one.</summary>
    /// <param name="findings">Of the run; only a recovery time beyond what is allowed can be a setback.</param>
    public static IReadOnlyList<string> In(AcceptedRun run, Baseline baseline, IEnumerable<Finding> findings) =>
        [
            .. findings
                .Where(finding => finding is { IsUnproven: true, Metric: Metric.RecoveryTime })
                .Select(finding => finding.Experiment)
                .OfType<string>()
                .Where(experiment => Recoveries([run], experiment).Min() > Recoveries(baseline.Runs, experiment).Max()),
        ];

    /// <summary>In seconds; one that never was is longer than all others.</summary>
    private static IEnumerable<double> Recoveries(IEnumerable<AcceptedRun> runs, string experiment) =>
        runs.SelectMany(run => run.Experiments.TryGetValue(experiment, out var values) ? values : [])
            .Select(values => values.RecoveryTime ?? double.PositiveInfinity)
            .DefaultIfEmpty(double.PositiveInfinity);
}
