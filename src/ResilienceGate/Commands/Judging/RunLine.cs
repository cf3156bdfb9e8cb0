namespace ResilienceGate.Commands.Judging;

/// <summary>What was measured in one run, or in one arm of a duet.</summary>
internal sealed record RunLine
{
    /// <summary>By their names.</summary>
    public required IReadOnlyDictionary<string, ExperimentLine> Experiments { get; init; }

    /// <summary>Seconds in which its recoveries come; default 0.1.</summary>
    public double? RecoveryPeriod { get; init; }
}
