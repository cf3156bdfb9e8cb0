namespace ResilienceGate.Core.Reports;

/// <summary>Where a run was measured and with what.</summary>
public sealed record RunEnvironment
{
    public required string Gate { get; init; }

    public required string Kubernetes { get; init; }

    public required int Nodes { get; init; }

    public required string Protocol { get; init; }

    /// <summary>Requests a second.</summary>
    public required double Rate { get; init; }

    /// <summary>Offset between the probe's clock and the gate's, and the bound of its error; null when it was not measured.</summary>
    public TimeSpan? ClockOffset { get; init; }

    public TimeSpan? ClockError { get; init; }
}
