using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>Says in one sentence what a duet found of a suspect.</summary>
/// <param name="runs">Accepted runs behind the suspicion.</param>
internal sealed class DuetFinding(Suspect suspect, Duet duet, int runs)
{
    private readonly Comparison? seen = suspect.Seen is { HasInterval: true } difference
        ? difference.Compare(runs, duet.AllSuspects)
        : null;

    private Verdict Verdict =>
        suspect.State switch
        {
            DuetState.Regression => Verdict.Regression,
            DuetState.Cleared => Verdict.Pass,
            // A regression elsewhere ended the duet; what this suspect is, nobody needs to know any more.
            _ => duet.State is DuetState.Regression ? Verdict.Pass : Verdict.Inconclusive,
        };

    /// <summary>The mean over the experiments is told only when something depends on it.</summary>
    public bool IsTold => suspect.Experiment is not null || Verdict is not Verdict.Pass;

    public Finding ToFinding() =>
        new()
        {
            Verdict = Verdict,
            Experiment = suspect.Experiment,
            Metric = suspect.Scale.Metric,
            Summary = $"{Wording.Against(duet.Against)}{Metric.Name()} {Wording.Of(suspect.Experiment)}: {Said}",
            Evidence = seen,
        };

    private Metric Metric => suspect.Scale.Metric;

    private string Said =>
        seen is null ? $"{Suspected}; {Open}"
        : suspect.State is DuetState.Regression ? string.Join("; ", Regression(seen))
        : suspect.State is DuetState.Cleared ? $"{Change(seen)}; {Suspected}, and cleared side by side with it"
        : $"{Change(seen)}; {Suspected}; {Open}";

    private IEnumerable<string> Regression(Comparison comparison)
    {
        yield return $"{Change(comparison)}, {suspect.Seen?.Worse} of {Wording.Count(suspect.Pairs, "pair")} worse side by side with the accepted version";
        if (Metric is Metric.RecoveryTime && suspect.Experiment is not null && Phases() is { } phases)
            yield return phases;
    }

    private string? Phases()
    {
        var pairs = duet
            .Pairs.Where(pair => string.Equals(pair.Experiment, suspect.Experiment, StringComparison.Ordinal))
            .ToList();
        return PhaseExplanation.Of(
            [.. pairs.Select(pair => pair.Accepted).OfType<Baselines.InjectionValues>()],
            [.. pairs.Select(pair => pair.Candidate).OfType<Baselines.InjectionValues>()]
        );
    }

    private string Suspected =>
        runs switch
        {
            0 => "nothing is stored to compare it with",
            < Screen.EnoughRuns => $"{Wording.Count(runs, "accepted run")} cannot show what is usual",
            _ => $"suspected against {Wording.Count(runs, "accepted run")}",
        };

    private string Open =>
        duet.State is DuetState.Regression
            ? "left open, for a regression elsewhere ended the duet"
            : $"the duet ended after {Wording.Count(suspect.Pairs, "valid pair")}{VoidPairs}, and that does not settle it: run again with time for up to {Wording.Count(SequentialTest.MostPairs - suspect.Pairs, "more pair")}";

    private string VoidPairs => duet.Void == 0 ? "" : $" and {duet.Void} void";

    private string Change(Comparison comparison)
    {
        var from = Wording.Value(Metric, comparison.Baseline);
        var to = Wording.Value(Metric, comparison.Candidate);
        var change = Wording.Change(Metric, comparison.Change);
        var interval = Wording.Interval(Metric, comparison.ChangeLow, comparison.ChangeHigh);
        return $"{from} -> {to} ({change}, 95 % CI {interval})";
    }
}
