namespace ResilienceGate.Commands.Judging;

/// <summary>Shares: 0.1 is 10 %, and for the availability 0.002 is 0.2 points. What is left out is as in a plan.</summary>
internal sealed record MarginsLine
{
    public double? RecoveryTime { get; init; }

    public double? Outage { get; init; }

    public double? P99 { get; init; }

    public double? Availability { get; init; }
}
