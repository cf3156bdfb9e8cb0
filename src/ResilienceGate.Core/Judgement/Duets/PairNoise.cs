namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>
/// What is assumed of the variance of a pair's difference on the metric's scale before the duet shows it itself.
/// </summary>
/// <param name="Variance">Of one difference; 0 when nothing is assumed.</param>
/// <param name="Weight">Pairs that the assumption weighs; 0 when nothing is assumed.</param>
/// <param name="Rounding">Variance of a difference by the steps in which values come: it is never less.</param>
internal readonly record struct PairNoise(double Variance, double Weight, double Rounding)
{
    /// <summary>Pairs that the noise seen within the accepted runs weighs at most.</summary>
    public const double MostWeight = 8;

    /// <summary>
    /// Variance of a difference over that of an injection within a run: two injections, and a third more, for two copies
    /// side by side disturb each other.
    /// </summary>
    private const double DifferenceFactor = 2 * 1.3;

    public static readonly PairNoise Unknown = new(0, 0, 0);

    /// <param name="within">Of the accepted runs; what was estimated with few degrees of freedom weighs no more.</param>
    public static PairNoise Assumed(InjectionNoise within) =>
        new(DifferenceFactor * within.Variance, Math.Min(MostWeight, within.Freedom), 0);

    /// <param name="rounding">Variance of one injection by the steps in which values come.</param>
    public PairNoise WithRounding(double rounding) => this with { Rounding = 2 * rounding };
}
