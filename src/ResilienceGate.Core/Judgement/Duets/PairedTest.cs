using MathNet.Numerics.Distributions;

namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>
/// The differences of some pairs, tested against a movement that is allowed. The variance is moderated by the noise seen
/// within the accepted runs, and outliers are tamed in both directions: downwards and upwards by
/// <see cref="Clip"/> standard deviations from the allowed movement, where a deviation is known beforehand; and upwards
/// so far that an outlier cannot excuse the candidate. A Student's t is small when one difference is huge, for that
/// raises the variance more than the mean: so the test takes the largest t that any smaller differences would give,
/// and never gets milder when the candidate gets worse.
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
        if (noise.Weight > 0)
        {
            var most = Clip * Math.Sqrt(noise.Variance);
            for (var i = 0; i < _excess.Length; i++)
                _excess[i] = Math.Clamp(_excess[i], -most, most);
        }

        Array.Sort(_excess);
        Freedom = noise.Weight + _excess.Length - 1;
        _priorSum = Math.Max(noise.Weight * noise.Variance, Freedom * noise.Rounding);
        Statistic = Largest();
    }

    public double Freedom { get; }

    /// <summary>Student's t of "worse by no more than what is allowed".</summary>
    public double Statistic { get; }

    /// <summary>One-sided.</summary>
    public double PValue => Freedom > 0 ? StudentT.CDF(0, 1, Freedom, -Statistic) : 1;

    /// <summary>Mean of the tamed differences over what is allowed.</summary>
    public double Mean => _excess.Average();

    public double StandardError => Math.Sqrt((_priorSum + SquaresAroundMean()) / Freedom / _excess.Length);

    private double SquaresAroundMean()
    {
        var mean = Mean;
        return _excess.Sum(value => (value - mean) * (value - mean));
    }

    /// <summary>
    /// The largest t over all caps on the differences. With the k largest set to c, their mean is (A + k c)/n and their sum
    /// of squares B + k c^2; t grows with (A + k c)^2 / (B + k c^2), which is largest at c = B/A.
    /// </summary>
    private double Largest()
    {
        var n = _excess.Length;
        if (Freedom <= 0)
            return 0;

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
