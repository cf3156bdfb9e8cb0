using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// The verdict on a run. What is exact (the plan's own hypothesis, what could be carried out, consistency) is judged with
/// or without a baseline; what is noisy is compared with the accepted runs by the <see cref="Screen"/>.
/// </summary>
public static class Judge
{
    /// <param name="stored">The baseline as it was found, perhaps one of another fingerprint; null when there is none.</param>
    public static JudgementResult Run(RunEvidence run, Baseline? stored, Margins margins)
    {
        var baseline = stored?.IsOf(run.Target, run.Fingerprint) is true ? stored : null;
        var accepted = baseline?.Runs ?? [];
        var consistency = new ConsistencyCheck(run.Oracle, run.Truth);
        List<Finding> findings =
        [
            .. ConductCheck.Of(run, accepted, margins),
            .. ConsistencyCheck.SilentlyWrong(run.SteadyState, "before anything was broken"),
            .. ConsistencyCheck.SilentlyWrong(run.SteadyStateAfter, "after the last fault"),
            .. ConsistencyCheck.SilentlyWrong(run.Experiments),
            .. consistency.Of(run),
            .. accepted.Count == 0 ? [MissingBaseline(run, stored)] : Statistics(run, accepted, margins),
        ];

        return new JudgementResult(
            Verdicts.Worst([.. findings.Select(finding => finding.Verdict)]),
            [.. findings.OrderByDescending(finding => Verdicts.Severity(finding.Verdict))]
        )
        {
            BaselineRuns = accepted.Count,
        };
    }

    private static IEnumerable<Finding> Statistics(
        RunEvidence run,
        IReadOnlyList<AcceptedRun> accepted,
        Margins margins
    )
    {
        // An experiment with too few valid injections, or one that was not carried out as planned, is a finding already.
        var judged = run.Experiments.Where(ConductCheck.WasCarriedOut).ToList();
        var candidate = InjectionValues.Of(judged);
        var periods = RecoveryPeriods.Of(accepted, run.RecoveryPeriod);
        var tests = Screen.Run(accepted, candidate, MetricScales.For(margins, periods.Shorter, run.Rate));
        return tests
            .Select(test => new ScreenFinding(test, tests.Count, accepted, candidate, periods))
            .Where(finding => finding.IsTold)
            .Select(finding => finding.ToFinding())
            .Concat(judged.Where(IsNew).Select(New));

        bool IsNew(Measurements.ExperimentResult experiment) =>
            !accepted.Any(other => other.Experiments.ContainsKey(experiment.Name));
    }

    private static Finding New(Measurements.ExperimentResult experiment) =>
        new()
        {
            Verdict = Verdict.Pass,
            Experiment = experiment.Name,
            Summary = $"no accepted run holds '{experiment.Name}': there is nothing to compare it with yet",
        };

    private static Finding MissingBaseline(RunEvidence run, Baseline? stored) =>
        new()
        {
            Verdict = Verdict.Pass,
            Summary = stored switch
            {
                { Runs.Count: > 0 } when string.Equals(stored.Target, run.Target, StringComparison.Ordinal) =>
                    $"no baseline yet for what was measured here: the stored one has {stored.Fingerprint.DifferenceTo(run.Fingerprint)}; this run is judged by its own hypothesis and by consistency alone",
                _ =>
                    "no baseline yet: there is nothing to compare with; this run is judged by its own hypothesis and by consistency alone, and can be recorded as the first accepted one",
            },
        };
}
