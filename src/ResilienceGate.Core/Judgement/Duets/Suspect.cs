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

    /// <summary>The evidence of a regression: <see cref="SequentialTest.Evidence"/>.</summary>
    public double Evidence { get; init; }

    /// <summary>What it has seen, on its scale; null before the first pair.</summary>
    public PairedDifference? Seen { get; init; }

    /// <summary>Looks at one more pair, if there is one that it has not seen.</summary>
    /// <param name="pairs">All valid pairs so far.</param>
    /// <param name="suspects">How many suspects the gate has.</param>
    public Suspect Look(IReadOnlyList<InjectionPair> pairs, int suspects)
    {
        if (State is not DuetState.Undecided)
            return this;

        var series = Experiments.Select(experiment => Series(pairs, experiment)).ToList();
        var count = Math.Min(Pairs + 1, series.Min(values => values.Count));
        if (count <= Pairs)
            return this;

        var seen = PairedDifference.Of(Scale, series.ConvertAll(values => values[..count]), Noise);
        return this with
        {
            Pairs = count,
            Seen = seen,
            Evidence = SequentialTest.Evidence(count, seen.AgainstMargin, seen.Noise),
            State = seen.Decide(suspects),
        };
    }

    /// <summary>The pairs of an experiment in which both arms have a value, on the scale.</summary>
    private List<(double Accepted, double Candidate)> Series(IReadOnlyList<InjectionPair> pairs, string experiment)
    {
        var series = new List<(double, double)>(pairs.Count);
        foreach (var pair in pairs)
        {
            // A recovery that never came ranks behind the other one of its pair.
            if (
                string.Equals(pair.Experiment, experiment, StringComparison.Ordinal)
                && pair is { Accepted: { } accepted, Candidate: { } candidate }
                && Scale.ValuesOf([accepted, candidate]) is [var before, var now]
            )
                series.Add((Scale.ToScale(before), Scale.ToScale(now)));
        }

        return series;
    }
}
