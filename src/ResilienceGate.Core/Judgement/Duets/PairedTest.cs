using MathNet.Numerics.Distributions;

namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>
/// The differences of some pairs, tested against a movement that is allowed. It never gets milder when the candidate gets
/// worse. Where the noise is known beforehand it is Student's t with a moderated variance; differences count as at most
/// <see cref="Clip"/> standard deviations from what is allowed; and as t is small when one difference is huge, for that
/// raises the variance more than the mean, it is the largest t that any smaller differences would give. Where nothing is
/// known of the noise it is Wilcoxon's signed-rank test: the largest t would be far too large there.
/// </summary>
internal sealed class PairedTest
{
    /// <summary>Standard deviations of a difference beyond which a pair counts as one that far off.</summary>
    private const double Clip = 2;

    private readonly double[] _excess;

    private readonly double _priorSum;

    /// <param name="differences">On the scale, at least one; more is worse.</param>
    /// <param name="allowed">On the scale.</param>
    public PairedTest(IReadOnlyList<double> differences, double allowed, PairNoise noise)
    {
        _excess = [.. differences.Select(difference => difference - allowed)];
        Mean = _excess.Average();
        var squares = _excess.Sum(value => (value - Mean) * (value - Mean));
        if (noise.Weight > 0)
        {
            var most = Clip * Math.Sqrt(noise.Variance);
            for (var i = 0; i < _excess.Length; i++)
                _excess[i] = Math.Clamp(_excess[i], -most, most);
        }

        Array.Sort(_excess);
        Freedom = noise.Weight + _excess.Length - 1;
        _priorSum = Math.Max(noise.Weight * noise.Variance, Freedom * noise.Rounding);
        StandardError = Math.Sqrt((_priorSum + squares) / Freedom / _excess.Length);
        PValue = noise.Weight > 0 ? StudentT.CDF(0, 1, Freedom, -Largest()) : SignedRank.PValue(_excess);
    }

    public double Freedom { get; }

    /// <summary>One-sided p of "worse by no more than what is allowed".</summary>
    public double PValue { get; }

    /// <summary>Mean of the differences over what is allowed, with their outliers: for people, who see the pairs.</summary>
    public double Mean { get; }

    /// <summary>Of <see cref="Mean"/>; infinite or no number as long as nothing shows it.</summary>
    public double StandardError { get; }

    /// <summary>
    /// The largest t over all caps on the differences. With the k largest set to c, their mean is (A + k c)/n and their sum
    /// of squares B + k c^2; t grows with (A + k c)^2 / (B + k c^2), which is largest at c = B/A.
    /// </summary>
    private double Largest()
    {
        var n = _excess.Length;
        var (sum, squares) = (_excess.Sum(), _priorSum + _excess.Sum(value => value * value));
        var largest = T(sum, squares);
        for (var capped = 1; capped < n; capped++)
        {
            var top = _excess[n - capped];
            (sum, squares) = (sum - top, squares - (top * top));
            if (sum <= 0)
                break;

            var cap = Math.Clamp(squares / sum, _excess[n - capped - 1], top);
            largest = Math.Max(largest, T(sum + (capped * cap), squares + (capped * cap * cap)));
        }

        return largest;

        double T(double total, double totalSquares)
        {
            var variance = (totalSquares - (total * total / n)) / Freedom;
            return variance <= 0 ? 0 : total / Math.Sqrt(n * variance);
        }
    }
}
