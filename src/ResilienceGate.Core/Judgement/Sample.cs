namespace ResilienceGate.Core.Judgement;

/// <summary>One metric of one experiment (or its mean over experiments) on its scale: a value a run, and their noise.</summary>
/// <param name="Runs">The accepted runs' values; at least one.</param>
/// <param name="Within">Of a single injection: sw.</param>
/// <param name="RunNoise">Variance of a run's mean by the chance of its own injections alone: sw/kB.</param>
/// <param name="Candidate">The candidate's value.</param>
/// <param name="CandidateNoise">sw/kC.</param>
/// <param name="CandidateInjections">The candidate's injections behind its value.</param>
internal sealed record Sample(
    IReadOnlyList<double> Runs,
    InjectionNoise Within,
    double RunNoise,
    double Candidate,
    double CandidateNoise,
    int CandidateInjections
)
{
    /// <summary>Runs are left out only when there are so many that the rest shows what is usual.</summary>
    private const int RunsToJudgeOutliers = 5;

    private const double MostLeftOut = 0.20;

    private const double OutlierScales = 4;

    /// <summary>Makes the median absolute deviation a standard deviation, for the normal distribution.</summary>
    private const double DeviationsPerMad = 1.4826;

    public double Baseline => Runs.Average();

    /// <summary>Variance between the runs; 0 for a single one, which shows none.</summary>
    public double Between => Runs.Count < 2 ? 0 : SquaresAroundMean(Runs) / (Runs.Count - 1);

    /// <param name="runs">Values by accepted run and injection; at least one run, each with at least one value.</param>
    /// <param name="candidate">At least one value.</param>
    public static Sample Of(
        MetricScale scale,
        IReadOnlyList<IReadOnlyList<double>> runs,
        IReadOnlyList<double> candidate
    )
    {
        var scaled = runs.Select(run => run.Select(scale.ToScale).ToList()).ToList();
        var values = scaled.ConvertAll(HodgesLehmann.Estimate);
        var within = WithinRuns(scale, scaled, values);
        return new Sample(
            values,
            within,
            within.Variance * scaled.Average(run => 1.0 / run.Count),
            HodgesLehmann.Estimate([.. candidate.Select(scale.ToScale)]),
            within.Variance / candidate.Count,
            candidate.Count
        );
    }

    /// <summary>The mean over experiments, run by run.</summary>
    /// <param name="experiments">At least one; all with the same runs in the same order.</param>
    public static Sample Mean(IReadOnlyList<Sample> experiments)
    {
        double count = experiments.Count;
        return new Sample(
            [.. experiments[0].Runs.Select((_, run) => experiments.Average(sample => sample.Runs[run]))],
            InjectionNoise.OfMean([.. experiments.Select(sample => sample.Within)]),
            experiments.Sum(sample => sample.RunNoise) / (count * count),
            experiments.Average(sample => sample.Candidate),
            experiments.Sum(sample => sample.CandidateNoise) / (count * count),
            experiments.Sum(sample => sample.CandidateInjections)
        );
    }

    /// <summary>Without the runs (a fifth of them at most) that lie more than four scales from the median.</summary>
    public Sample WithoutOutliers()
    {
        if (Runs.Count < RunsToJudgeOutliers)
            return this;

        var median = HodgesLehmann.Median([.. Runs]);
        var mad = HodgesLehmann.Median([.. Runs.Select(run => Math.Abs(run - median))]);
        var scale = Math.Max(DeviationsPerMad * mad, Math.Sqrt(RunNoise));
        var outliers = Enumerable
            .Range(0, Runs.Count)
            .Where(run => Math.Abs(Runs[run] - median) > OutlierScales * scale)
            .OrderByDescending(run => Math.Abs(Runs[run] - median))
            .Take((int)(MostLeftOut * Runs.Count))
            .ToHashSet();

        return this with
        {
            Runs = [.. Runs.Where((_, run) => !outliers.Contains(run))],
        };
    }

    /// <summary>
    /// Pooled variance of the injections within the accepted runs. The candidate's own does not count: a candidate that
    /// got worse must not excuse itself by its spread. Values come in steps, so the noise is at least that of rounding.
    /// </summary>
    private static InjectionNoise WithinRuns(MetricScale scale, List<List<double>> scaled, List<double> values)
    {
        var rounding = InjectionNoise.OfRounding(scale, scale.FromScale(HodgesLehmann.Median([.. values])));
        var freedom = scaled.Sum(run => run.Count - 1);
        return new InjectionNoise(
            freedom == 0 ? rounding : Math.Max(rounding, scaled.Sum(SquaresAroundMean) / freedom),
            freedom
        );
    }

    private static double SquaresAroundMean(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean));
    }
}
