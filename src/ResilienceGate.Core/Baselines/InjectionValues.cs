namespace ResilienceGate.Core.Baselines;

/// <summary>What a baseline keeps of one valid injection.</summary>
public sealed record InjectionValues
{
    /// <summary>Seconds; null when the target never recovered.</summary>
    public double? RecoveryTime { get; init; }

    /// <summary>Seconds the recovery was waited for.</summary>
    public required double Watched { get; init; }

    /// <summary>Seconds.</summary>
    public required double Outage { get; init; }

    /// <summary>Seconds; null when no request was answered.</summary>
    public double? P99 { get; init; }

    /// <summary>Share of requests not rightly answered in time, 0 to 1.</summary>
    public required double Unavailability { get; init; }

    /// <summary>Seconds by phase of the recovery.</summary>
    public required IReadOnlyDictionary<Measurements.Phase, double> Phases { get; init; }
}
