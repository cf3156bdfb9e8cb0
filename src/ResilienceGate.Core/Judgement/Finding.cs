using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>A metric (or a categorical fact) with its evidence.</summary>
public sealed record Finding
{
    public required Verdict Verdict { get; init; }

    /// <summary>The experiment it is about; null when it is about the run as a whole.</summary>
    public string? Experiment { get; init; }

    /// <summary>Null for a categorical finding: a digest that changed, a hypothesis that fails.</summary>
    public Metric? Metric { get; init; }

    /// <summary>One sentence that a reader can act on: what got worse, by how much, against what, how sure.</summary>
    public required string Summary { get; init; }

    /// <summary>The numbers behind a statistical finding; null for a categorical one.</summary>
    public Comparison? Evidence { get; init; }

    /// <summary>
    /// It moved beyond what is allowed, and as far as this run can tell it may have been chance. That is a Pass: most equal
    /// versions have a metric that does.
    /// </summary>
    public bool IsUnproven =>
        Verdict is Verdict.Pass
        && Metric is { } metric
        && Evidence is { } evidence
        && Worse(metric, evidence.Change) > Math.Abs(evidence.Margin);

    private static double Worse(Metric metric, double change) =>
        metric is Measurements.Metric.Availability ? -change : change;
}
