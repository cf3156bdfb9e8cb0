using MathNet.Numerics.Distributions;

namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>
/// When a duet has seen enough: a one-sided mixture SPRT (Robbins, Ann. Math. Statist. 41 (1970) 1397; Johari et al.,
/// Oper. Res. 70 (2022) 1806), which is valid whenever one looks, an end for what is futile, and a last look.
/// </summary>
internal static class SequentialTest
{
    /// <summary>Fewer pairs decide nothing.</summary>
    public const int LeastPairs = 4;

    public const int MostPairs = 20;

    /// <summary>
    /// What the looks on the way may spend, all suspects together. They need little: what is large enough to be seen early is
    /// seen early at any level, and the rest waits for the last look.
    /// </summary>
    private const double LevelOnTheWay = 0.0025;

    /// <summary>What the last look may spend, all suspects together.</summary>
    public const double LastLevel = 0.005;

    /// <summary>The change for whose size the mixture is made: half as much again.</summary>
    private static readonly double Typical = Math.Log(1.5);

    /// <summary>Assumed standard deviation of a difference where nothing is known of it.</summary>
    private const double UnknownDeviation = 0.25;

    /// <summary>What the evidence of one suspect must reach.</summary>
    /// <param name="suspects">How many there are.</param>
    public static double Threshold(int suspects) => suspects / LevelOnTheWay;

    /// <param name="pairs">At least one.</param>
    /// <param name="margin">Against the margin.</param>
    /// <param name="zero">Against no change at all.</param>
    public static DuetState Decide(int pairs, PairedTest margin, PairedTest zero, PairNoise noise, int suspects)
    {
        if (pairs < LeastPairs)
            return DuetState.Undecided;

        if (Evidence(pairs, margin, noise) >= Threshold(suspects))
            return DuetState.Regression;

        if (pairs >= MostPairs)
            return margin.PValue <= LastLevel / suspects ? DuetState.Regression : DuetState.Cleared;

        return zero.PValue > Futile(pairs) ? DuetState.Cleared : DuetState.Undecided;
    }

    /// <summary>
    /// The likelihood ratio of "worse by more than the margin" to "at the margin", averaged over a half normal distribution
    /// of the excess: with V = s2 + n tau^2, sqrt(s2/V) exp(n^2 d^2 tau^2 / (2 s2 V)) 2 Phi(n d tau / sqrt(s2 V)). It is
    /// written in z = d sqrt(n/s2) and r = n tau^2/s2. As s2 is estimated from few pairs, z is the normal quantile of
    /// Student's p, and r takes the variance that was assumed beforehand, so that the evidence grows with t.
    /// </summary>
    public static double Evidence(int pairs, PairedTest margin, PairNoise noise)
    {
        var variance = noise.Weight > 0 ? noise.Variance : UnknownDeviation * UnknownDeviation;
        var ratio = pairs * Typical * Typical / Math.Max(variance, noise.Rounding);
        var z = -Normal.InvCDF(0, 1, Math.Clamp(margin.PValue, 1e-300, 1 - 1e-15));
        return Math.Sqrt(1 / (1 + ratio))
            * Math.Exp(z * z * ratio / (2 * (1 + ratio)))
            * 2
            * Normal.CDF(0, 1, z * Math.Sqrt(ratio / (1 + ratio)));
    }

    /// <summary>A suspect whose p against no change exceeds this is dropped: the rest of the pairs would hardly convict it.</summary>
    private static double Futile(int pairs) =>
        pairs switch
        {
            >= 10 => 0.15,
            >= 5 => 0.35,
            _ => 0.5,
        };
}
