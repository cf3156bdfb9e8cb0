using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Judgement.Duets;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// The verdict on a run. What is exact (the plan's own hypothesis, what could be carried out, consistency) is judged with
/// or without a baseline; what is noisy is compared with the accepted runs by the <see cref="Screen"/>, and what that
/// suspects is settled by a <see cref="Duet"/> where one can be held.
/// </summary>
public static class Judge
{
    /// <summary>The verdict without a duet: the screen convicts by itself, at a stricter level.</summary>
    /// <param name="stored">The baseline as it was found, perhaps one of another fingerprint; null when there is none.</param>
    public static JudgementResult Run(RunEvidence run, Baseline? stored, Margins margins) =>
        Run(run, stored, margins, []);

    /// <param name="stored">The baseline as it was found, perhaps one of another fingerprint; null when there is none.</param>
    /// <param name="duets">
    /// Those of <see cref="Suspicions"/> that were held, as far as they got. One that was not held is left out, and the
    /// screen convicts by itself; one that did not come to its end makes the verdict inconclusive.
    /// </param>
    public static JudgementResult Run(
        RunEvidence run,
        Baseline? stored,
        Margins margins,
        IReadOnlyCollection<Duet> duets
    )
    {
        var accepted = Comparable(run, stored)?.Runs ?? [];
        var contests = Contests(run, stored, margins);
        List<Finding> findings =
        [
            .. Exact(run, accepted, margins),
            .. contests.Findings(duets),
            .. accepted.Count > 0 ? Judged(run).Where(IsNew).Select(New)
            : duets.Count == 0 ? [MissingBaseline(run, stored)]
            : Array.Empty<Finding>(),
        ];

        return new JudgementResult(
            Verdicts.Worst([.. findings.Select(finding => finding.Verdict)]),
            [.. findings.OrderByDescending(finding => Verdicts.Severity(finding.Verdict))]
        )
        {
            BaselineRuns = accepted.Count,
        };

        bool IsNew(ExperimentResult experiment) =>
            !accepted.Any(other => other.Experiments.ContainsKey(experiment.Name));
    }

    /// <summary>
    /// The duets that would settle the verdict, none of them held yet: against the version that was accepted last, and
    /// against the anchored release. Empty when nothing is suspected, or when the verdict is a regression as it is. Without
    /// a baseline it is all hypotheses against the version that ran before, whichever that is.
    /// </summary>
    public static IReadOnlyList<Duet> Suspicions(RunEvidence run, Baseline? stored, Margins margins) =>
        Exact(run, Comparable(run, stored)?.Runs ?? [], margins).Any(finding => finding.Verdict is Verdict.Regression)
            ? []
            : Contests(run, stored, margins).Duets();

    private static Baseline? Comparable(RunEvidence run, Baseline? stored) =>
        stored?.IsOf(run.Target, run.Fingerprint) is true ? stored : null;

    /// <summary>An experiment with too few valid injections, or one that was not carried out as planned, is a finding already.</summary>
    private static List<ExperimentResult> Judged(RunEvidence run) =>
        [.. run.Experiments.Where(ConductCheck.WasCarriedOut)];

    private static Contests Contests(RunEvidence run, Baseline? stored, Margins margins)
    {
        var baseline = Comparable(run, stored);
        return new Contests(
            baseline?.Runs ?? [],
            baseline?.Anchor?.Runs ?? [],
            InjectionValues.Of(Judged(run)),
            new Yardstick(margins, run.RecoveryPeriod, run.Rate)
        );
    }

    private static IEnumerable<Finding> Exact(RunEvidence run, IReadOnlyList<AcceptedRun> accepted, Margins margins) =>
        [
            .. ConductCheck.Of(run, accepted, margins),
            .. ConsistencyCheck.SilentlyWrong(run.SteadyState, "before anything was broken"),
            .. ConsistencyCheck.SilentlyWrong(run.SteadyStateAfter, "after the last fault"),
            .. ConsistencyCheck.SilentlyWrong(run.Experiments),
            .. new ConsistencyCheck(run.Oracle, run.Truth).Of(run),
        ];

    private static Finding New(ExperimentResult experiment) =>
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
