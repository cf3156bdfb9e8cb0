namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>A hypothesis that a duet settles: this metric of this experiment did not get worse by more than its margin.</summary>
/// <param name="Experiment">Null: the mean over <paramref name="Experiments"/>.</param>
/// <param name="Experiments">Those whose pairs it needs.</param>
/// <param name="Noise">What is assumed of a pair's difference beforehand.</param>
internal sealed record Suspect(
    MetricScale Scale,
    string? Experiment,
    IReadOnlyList<string> Experiments,
    PairNoise Noise
)
{
    public DuetState State { get; init; }

    /// <summary>Pairs that it has seen, and until it was settled; a pair of the mean is one in each experiment.</summary>
    public int Pairs { get; init; }

    /// <summary>What it has seen, on its scale; null before the first pair.</summary>
    public PairedDifference? Seen { get; init; }

    /// <summary>The values of the pairs in which both arms have one, on the scale; a list for each of the experiments.</summary>
    private IReadOnlyList<IReadOnlyList<(double Accepted, double Candidate)>> Series { get; init; } =
    [.. Experiments.Select(_ => Array.Empty<(double, double)>())];

    /// <summary>Looks at one more valid pair.</summary>
    /// <param name="suspects">How many suspects the gate has.</param>
    public Suspect Look(InjectionPair pair, int suspects)
    {
        // A recovery that never came ranks behind the other one of its pair.
        if (
            State is not DuetState.Undecided
            || !Experiments.Contains(pair.Experiment, StringComparer.Ordinal)
            || pair is not { Accepted: { } accepted, Candidate: { } candidate }
            || Scale.ValuesOf([accepted, candidate]) is not [var before, var now]
        )
            return this;

        var values = (Scale.ToScale(before), Scale.ToScale(now));
        var series = Series
            .Select(
                (known, i) =>
                    string.Equals(Experiments[i], pair.Experiment, StringComparison.Ordinal)
                        ? [.. known, values]
                        : known
            )
            .ToList();
        var more = this with { Series = series };
        var count = series.Min(known => known.Count);
        return count > Pairs ? more.Judged(count, suspects) : more;
    }

    private Suspect Judged(int count, int suspects)
    {
        var seen = PairedDifference.Of(Scale, [.. Series.Select(known => known.Take(count).ToArray())], Noise);
        return this with { Pairs = count, Seen = seen, State = seen.Decide(suspects) };
    }
}
