namespace ResilienceGate.Core.Judgement;

/// <summary>
/// The Hodges-Lehmann estimate of location: the median of all pairwise means. Nearly as precise as the mean (95.5 % for
/// the normal distribution) and blind to a few wild values. Hodges and Lehmann, Ann. Math. Statist. 34 (1963) 598.
/// </summary>
internal static class HodgesLehmann
{
    /// <summary>Its variance over that of the mean, for the normal distribution: pi / 3.</summary>
    public const double VarianceFactor = 1.05;

    /// <param name="values">At least one.</param>
    public static double Estimate(IReadOnlyList<double> values)
    {
        var means = new double[values.Count * (values.Count + 1) / 2];
        var next = 0;
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = i; j < values.Count; j++)
                means[next++] = (values[i] + values[j]) / 2;
        }

        return Median(means);
    }

    /// <param name="values">At least one; they are sorted in place.</param>
    public static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
