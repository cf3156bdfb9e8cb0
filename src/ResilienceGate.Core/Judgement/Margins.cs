namespace ResilienceGate.Core.Judgement;

/// <summary>The movement that is allowed before it counts as a regression.</summary>
public sealed record Margins
{
    /// <summary>Share of requests: 0.002 is 0.2 percentage points.</summary>
    public double Availability { get; init; } = 0.002;

    /// <summary>Relative: 0.1 is 10 %.</summary>
    public double RecoveryTime { get; init; } = 0.10;

    public double Outage { get; init; } = 0.10;

    public double P99 { get; init; } = 0.10;
}
