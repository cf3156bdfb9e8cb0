using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement.Duets;

namespace ResilienceGate.Core.Judgement.Cases;

/// <summary>
/// Judges numbers by the same rules as <see cref="Judge"/> judges a run, without what only a run knows: traffic, hypothesis,
/// consistency.
/// </summary>
public static class CaseJudge
{
    public static CaseVerdict Run(MeasuredCase measured)
    {
        var exact = Exact(measured).ToList();
        var candidate = measured
            .Candidate.Where(experiment => IsJudged(experiment.Value))
            .ToDictionary(experiment => experiment.Key, experiment => experiment.Value.Valid, StringComparer.Ordinal);
        var contests = new Contests(measured.Accepted, measured.Anchor, candidate, measured.Yardstick);
        var isDecided = exact.Exists(finding => finding.Verdict is Verdict.Regression);
        IReadOnlyList<Duet> duets = measured.AllowsDuet && !isDecided ? contests.Duets() : [];
        if (duets.Count > 0 && measured.Pairs is null)
            return Concluded(exact, duets, CaseOutcome.Escalates);

        // The pairs are of the version that was accepted last; against the anchor the screen stands alone.
        IReadOnlyList<Duet> held =
        [
            .. duets.Where(duet => duet.Against is Reference.Baseline).Select(duet => Hold(duet, measured.Pairs ?? [])),
        ];
        List<Finding> findings = [.. exact, .. contests.Findings(held)];
        return Concluded(findings, held, OutcomeOf(findings));
    }

    /// <summary>Takes pair after pair, of each experiment that wants one in turn, until the duet is decided or none is left.</summary>
    private static Duet Hold(Duet duet, IReadOnlyList<InjectionPair> pairs)
    {
        var left = pairs
            .GroupBy(pair => pair.Experiment, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new Queue<InjectionPair>(group), StringComparer.Ordinal);

        while (
            duet.Wanted.FirstOrDefault(wanted => left.TryGetValue(wanted, out var more) && more.Count > 0) is { } next
        )
            duet = duet.With(left[next].Dequeue());

        return duet;
    }

    private static IEnumerable<Finding> Exact(MeasuredCase measured)
    {
        if (measured.Candidate.Count == 0)
            yield return Unknown(null, "no experiment was measured: nothing is known of the candidate");

        foreach (var (name, experiment) in measured.Candidate)
        {
            if (!IsJudged(experiment))
            {
                yield return Unknown(
                    name,
                    $"only {experiment.Valid.Count} of {Wording.Count(experiment.Planned, "planned injection")} of '{name}' are valid, and {RecoveryCheck.LeastValid} % are needed; remove the cause and run again"
                );
            }

            var before = measured
                .Accepted.Select(run => run.Experiments.GetValueOrDefault(name))
                .OfType<IReadOnlyList<InjectionValues>>()
                .ToList();
            if (RecoveryCheck.NeverRecovered(name, experiment.Planned, experiment.Valid, before) is { } never)
                yield return never;
        }

        var missing = measured
            .Accepted.SelectMany(run => run.Experiments.Keys)
            .Distinct(StringComparer.Ordinal)
            .Where(name => !measured.Candidate.ContainsKey(name));
        foreach (var name in missing)
            yield return Unknown(
                name,
                $"'{name}' was measured in accepted runs and not in this one; run the whole plan"
            );
    }

    private static bool IsJudged(MeasuredExperiment experiment) =>
        RecoveryCheck.HasEnough(experiment.Valid.Count, experiment.Planned);

    private static CaseOutcome OutcomeOf(IReadOnlyCollection<Finding> findings) =>
        // Without a finding nothing was compared with anything.
        Verdicts.Worst([.. findings.Select(finding => finding.Verdict)]) switch
        {
            Verdict.Pass => CaseOutcome.Pass,
            Verdict.Regression => CaseOutcome.Regression,
            _ => CaseOutcome.Inconclusive,
        };

    private static CaseVerdict Concluded(List<Finding> findings, IReadOnlyList<Duet> duets, CaseOutcome outcome) =>
        new(
            outcome,
            [.. findings.OrderByDescending(finding => Verdicts.Severity(finding.Verdict))],
            [.. duets.SelectMany(duet => duet.Progress)],
            duets
                .SelectMany(duet => duet.Pairs)
                .GroupBy(pair => pair.Experiment, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal)
        );

    private static Finding Unknown(string? experiment, string summary) =>
        new()
        {
            Verdict = Verdict.Inconclusive,
            Experiment = experiment,
            Summary = summary,
        };
}
