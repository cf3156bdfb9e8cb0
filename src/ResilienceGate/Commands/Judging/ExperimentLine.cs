namespace ResilienceGate.Commands.Judging;

/// <summary>A value for each injection, metric by metric; a metric that is left out was not measured.</summary>
internal sealed record ExperimentLine
{
    /// <summary>Seconds; null or "never" for one that did not come.</summary>
    public IReadOnlyList<RecoveryValue>? RecoveryTime { get; init; }

    /// <summary>Seconds.</summary>
    public IReadOnlyList<double>? Outage { get; init; }

    /// <summary>Seconds; null when nothing was answered.</summary>
    public IReadOnlyList<double?>? P99 { get; init; }

    /// <summary>Share of requests answered rightly and in time, 0 to 1.</summary>
    public IReadOnlyList<double>? Availability { get; init; }

    /// <summary>Whether the injection counts; default: all do.</summary>
    public IReadOnlyList<bool>? Valid { get; init; }

    /// <summary>Injections that were to be made; default: as many as there are values.</summary>
    public int? Planned { get; init; }

    /// <summary>Seconds that a recovery was waited for; default 120.</summary>
    public double? Watched { get; init; }
}
