namespace ResilienceGate.Core.Judgement;

/// <summary>How much the injections within equal runs differ, on a metric's scale.</summary>
/// <param name="Variance">Of one injection, at least that of rounding.</param>
/// <param name="Freedom">Degrees of freedom that it was estimated with.</param>
internal readonly record struct InjectionNoise(double Variance, double Freedom)
{
    /// <summary>Variance of a uniform distribution over a step of 1.</summary>
    private const double StepVariance = 1.0 / 12;

    /// <summary>Of the mean over experiments.</summary>
    /// <param name="experiments">At least one.</param>
    public static InjectionNoise OfMean(IReadOnlyCollection<InjectionNoise> experiments) =>
        new(
            experiments.Sum(noise => noise.Variance) / (experiments.Count * experiments.Count),
            experiments.Sum(noise => noise.Freedom)
        );

    /// <summary>The variance that values get by coming in steps.</summary>
    /// <param name="typical">In the metric's own unit.</param>
    public static double OfRounding(MetricScale scale, double typical)
    {
        var step = scale.ToScale(typical + scale.Resolution) - scale.ToScale(typical);
        return step * step * StepVariance;
    }
}
