using ResilienceGate.Core.Baselines;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// Compares a run with the accepted ones, metric by metric. The replicate is the injection, not the request: thousands of
/// requests of one run share its weather, and a test on them accuses harmless runs. What differs from run to run is
/// estimated from the accepted runs, moderated over the experiments as limma does over genes (Smyth, Stat. Appl. Genet.
/// Mol. Biol. 3 (2004) 3): each experiment's own variance is drawn towards their mean with the weight of four runs.
/// </summary>
internal static class Screen
{
    /// <summary>
    /// Fewer accepted runs than these do not show how equal runs differ from each other. Below it, the variance between
    /// runs is at least the metric's prior, and t has the degrees of freedom of so many runs: the prior stands in for those
    /// that are missing.
    /// </summary>
    public const int EnoughRuns = Baseline.EnoughRuns;

    /// <summary>Runs that the mean variance over the experiments weighs.</summary>
    private const double PriorRuns = 4;

    /// <param name="candidate">Valid injections by experiment, without experiments that are not to be judged.</param>
    /// <returns>One test for each metric of each experiment with values on both sides, and for its mean over them.</returns>
    public static IReadOnlyList<ScreenTest> Run(
        IReadOnlyList<AcceptedRun> accepted,
        IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> candidate,
        IReadOnlyList<MetricScale> scales
    ) => [.. scales.SelectMany(scale => Run(accepted, candidate, scale))];

    private static IEnumerable<ScreenTest> Run(
        IReadOnlyList<AcceptedRun> accepted,
        IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> candidate,
        MetricScale scale
    )
    {
        var judged = candidate
            .Keys.Order(StringComparer.Ordinal)
            .Select(experiment =>
                (
                    Name: experiment,
                    Runs: accepted
                        .Select(run =>
                            run.Experiments.TryGetValue(experiment, out var injections)
                                ? scale.ValuesOf(injections)
                                : []
                        )
                        .ToList(),
                    Candidate: scale.ValuesOf(candidate[experiment])
                )
            )
            .Where(experiment => experiment.Candidate.Count > 0 && experiment.Runs.Exists(values => values.Count > 0))
            .ToList();

        if (judged.Count == 0)
            yield break;

        var all = judged.ConvertAll(experiment =>
            Sample.Of(scale, experiment.Runs.FindAll(values => values.Count > 0), experiment.Candidate)
        );

        var samples = all.ConvertAll(sample => sample.WithoutOutliers());
        var mean = samples.Average(sample => Math.Max(sample.Between, sample.RunNoise));
        for (var i = 0; i < judged.Count; i++)
            yield return Moderated(scale, judged[i].Name, samples[i], mean);

        // The mean of a run needs all of its experiments; as a rule every run has them.
        var whole = Enumerable
            .Range(0, accepted.Count)
            .Where(run => judged.TrueForAll(experiment => experiment.Runs[run].Count > 0))
            .ToList();
        if (judged.Count > 1 && whole.Count > 1)
        {
            var common =
                whole.Count == accepted.Count
                    ? all
                    : judged.ConvertAll(experiment =>
                        Sample.Of(scale, [.. whole.Select(run => experiment.Runs[run])], experiment.Candidate)
                    );

            yield return Unmoderated(scale, Sample.Mean(common).WithoutOutliers());
        }
    }

    /// <param name="mean">Variance between runs, averaged over the experiments.</param>
    private static ScreenTest Moderated(MetricScale scale, string experiment, Sample sample, double mean)
    {
        var floor = HodgesLehmann.VarianceFactor * sample.RunNoise;
        var runs = sample.Runs.Count;
        var own = (runs - 1) * Math.Max(sample.Between, floor);
        var variance = ((PriorRuns * mean) + own) / (PriorRuns + runs - 1);
        return Test(scale, experiment, sample, variance - floor, PriorRuns + Math.Max(runs, EnoughRuns) - 1);
    }

    /// <summary>The mean over the experiments has no peers to be moderated by.</summary>
    private static ScreenTest Unmoderated(MetricScale scale, Sample sample)
    {
        var floor = HodgesLehmann.VarianceFactor * sample.RunNoise;
        return Test(scale, null, sample, sample.Between - floor, Math.Max(sample.Runs.Count, EnoughRuns) - 1);
    }

    /// <param name="between">Variance between runs beyond what their own injections explain; may be negative.</param>
    private static ScreenTest Test(MetricScale scale, string? experiment, Sample sample, double between, double freedom)
    {
        var runs = sample.Runs.Count;
        var least = runs < EnoughRuns ? scale.PriorDeviation * scale.PriorDeviation : 0;
        var variance =
            (Math.Max(between, least) * (1 + (1.0 / runs)))
            + (HodgesLehmann.VarianceFactor * (sample.CandidateNoise + (sample.RunNoise / runs)));

        return new ScreenTest(scale, experiment, sample, Math.Sqrt(variance), freedom);
    }
}
