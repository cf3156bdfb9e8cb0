namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>What some pairs show of one metric of one experiment, or of its mean over experiments.</summary>
/// <param name="Accepted">Typical value of the accepted version's arm, on the scale.</param>
/// <param name="Margin">The difference that is allowed, on the scale.</param>
/// <param name="Worse">Pairs in which the candidate was worse.</param>
internal sealed record PairedDifference(
    MetricScale Scale,
    int Pairs,
    int Worse,
    double Accepted,
    double Margin,
    PairNoise Noise,
    PairedTest AgainstMargin,
    PairedTest AgainstZero
)
{
    private const double Confidence = 0.95;

    private const double Power = 0.90;

    /// <summary>Differences of logarithms that are equal but for this are equal.</summary>
    private const double Rounding = 1e-9;

    /// <param name="series">By experiment, at least one; all with the same number of pairs, at least one.</param>
    public static PairedDifference Of(
        MetricScale scale,
        IReadOnlyList<IReadOnlyList<(double Accepted, double Candidate)>> series,
        PairNoise noise
    )
    {
        var accepted = series.Average(pairs => HodgesLehmann.Estimate([.. pairs.Select(pair => pair.Accepted)]));
        var typical = scale.FromScale(accepted);
        var margin = scale.ToScale(scale.Allowed(typical)) - scale.ToScale(typical);
        noise = noise.WithRounding(InjectionNoise.OfRounding(scale, typical) / series.Count);
        double[] differences =
        [
            .. series[0].Select((_, i) => series.Average(pairs => pairs[i].Candidate - pairs[i].Accepted)),
        ];

        return new PairedDifference(
            scale,
            differences.Length,
            differences.Count(difference => difference > 0),
            accepted,
            margin,
            noise,
            new PairedTest(differences, margin, noise),
            new PairedTest(differences, 0, noise)
        );
    }

    /// <summary>On the scale, the mean of the differences.</summary>
    public double Difference => Margin + AgainstMargin.Mean;

    /// <summary>A movement too small to be seen convicts nobody, however regular it is.</summary>
    public DuetState Decide(int suspects)
    {
        var state = SequentialTest.Decide(Pairs, AgainstMargin, AgainstZero, Noise, suspects);
        return (state, Difference > Least) switch
        {
            (DuetState.Regression, false) when Pairs >= SequentialTest.MostPairs => DuetState.Cleared,
            (DuetState.Regression, false) => DuetState.Undecided,
            _ => state,
        };
    }

    /// <summary>A single pair has no variance of its own: without one that is assumed, it says nothing of its error.</summary>
    public bool HasInterval => AgainstMargin.Freedom >= 1;

    /// <summary>The same in the metric's own unit, where it has an interval.</summary>
    /// <param name="runs">Accepted runs behind the suspicion.</param>
    public Comparison Compare(int runs, int suspects)
    {
        var half = AgainstMargin.StandardError * Quantile((1 + Confidence) / 2);
        var certain =
            Margin
            + (AgainstMargin.StandardError * (Quantile(1 - (SequentialTest.LastLevel / suspects)) + Quantile(Power)));
        double[] interval = [Change(Difference - half), Change(Difference + half)];
        return new Comparison
        {
            Baseline = Scale.Shown(Accepted),
            Candidate = Scale.Shown(Accepted + Difference),
            Change = Change(Difference),
            ChangeLow = interval.Min(),
            ChangeHigh = interval.Max(),
            Margin = Change(Least),
            PValue = AgainstMargin.PValue,
            Detectable = Change(Math.Max(certain, Least)),
            Runs = runs,
            Injections = Pairs,
            Pairs = Pairs,
        };
    }

    private double Typical => Scale.FromScale(Accepted);

    private double Least => Math.Max(Margin, Scale.ToScale(Typical + Scale.Floor) - Scale.ToScale(Typical) + Rounding);

    private double Change(double difference) => Scale.Change(Typical, Scale.FromScale(Accepted + difference));

    private double Quantile(double probability) => StudentQuantile.Of(AgainstMargin.Freedom, probability);
}
