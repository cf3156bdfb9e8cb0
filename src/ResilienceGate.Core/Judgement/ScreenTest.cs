using MathNet.Numerics.Distributions;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>One hypothesis of the screen: this metric of this experiment did not get worse.</summary>
/// <param name="Experiment">Null: the mean over all experiments.</param>
/// <param name="Sample">Without the runs that were left out.</param>
/// <param name="StandardError">Of the difference, on the scale.</param>
/// <param name="Freedom">Degrees of freedom of Student's t.</param>
internal sealed record ScreenTest(
    MetricScale Scale,
    string? Experiment,
    Sample Sample,
    double StandardError,
    double Freedom
)
{
    /// <summary>
    /// A hypothesis with a p at or below this is a suspect, to be settled by a duet where there is one. It is generous: a
    /// duet acquits the innocent, and what the screen lets go no duet convicts.
    /// </summary>
    public const double SuspectAt = 0.20;

    /// <summary>Family-wise level of a conviction by the screen alone.</summary>
    public const double ConvictAt = 0.01;

    /// <summary>The p of a change that is below what is allowed is at least this.</summary>
    private const double WithinMargin = 0.5;

    /// <summary>Differences of logarithms that are equal but for this are equal.</summary>
    private const double Rounding = 1e-9;

    private const double Confidence = 0.95;

    private const double Power = 0.90;

    public Metric Metric => Scale.Metric;

    public double Difference => Sample.Candidate - Sample.Baseline;

    /// <summary>The difference that the margin allows, on the scale.</summary>
    public double Margin => ToDifference(Scale.Allowed(Typical));

    /// <summary>One-sided p of "not worse", at least a half when the change is allowed or too small to count.</summary>
    public double PValue => Difference <= Least ? Math.Max(WithinMargin, Above(Difference)) : Above(Difference);

    /// <summary>One-sided p of "worse by no more than the margin".</summary>
    public double MarginPValue => Above(Difference - Margin);

    public bool IsSuspect => PValue <= SuspectAt;

    /// <summary>The rule where no duet can settle a suspect: Bonferroni over all hypotheses, against the margin.</summary>
    /// <param name="hypotheses">How many hypotheses the screen tests.</param>
    public bool Convicts(int hypotheses) => IsSuspect && MarginPValue <= ConvictAt / hypotheses;

    /// <summary>The same in the metric's own unit.</summary>
    public Comparison Compare(int hypotheses)
    {
        var half = StandardError * Quantile((1 + Confidence) / 2);
        var certain = Margin + (StandardError * (Quantile(1 - (ConvictAt / hypotheses)) + Quantile(Power)));
        double[] interval = [Change(Difference - half), Change(Difference + half)];
        return new Comparison
        {
            Baseline = Scale.Shown(Sample.Baseline),
            Candidate = Scale.Shown(Sample.Candidate),
            Change = Change(Difference),
            ChangeLow = interval.Min(),
            ChangeHigh = interval.Max(),
            Margin = Change(Least),
            PValue = MarginPValue,
            Detectable = Change(Math.Max(certain, Least)),
            Runs = Sample.Runs.Count,
            Injections = Sample.CandidateInjections,
        };
    }

    /// <summary>The typical value of the accepted runs, in the metric's own unit.</summary>
    private double Typical => Scale.FromScale(Sample.Baseline);

    /// <summary>What the margin or the floor allows, whichever is more. A value exactly at the floor is within it.</summary>
    private double Least => Math.Max(Margin, ToDifference(Typical + Scale.Floor) + Rounding);

    private double ToDifference(double value) => Scale.ToScale(value) - Scale.ToScale(Typical);

    private double Change(double difference) => Scale.Change(Typical, Scale.FromScale(Sample.Baseline + difference));

    private double Above(double difference) => StudentT.CDF(0, 1, Freedom, -difference / StandardError);

    private double Quantile(double probability) => StudentQuantile.Of(Freedom, probability);
}
