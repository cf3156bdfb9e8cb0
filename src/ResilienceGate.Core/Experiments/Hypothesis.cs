namespace ResilienceGate.Core.Experiments;

/// <summary>The steady-state hypothesis: what must hold before anything is broken, and again after the last fault.</summary>
public sealed record Hypothesis
{
    /// <summary>How long the steady state is measured.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>The least share of requests rightly answered in time, 0 to 1; null is not checked.</summary>
    public double? Availability { get; init; }

    /// <summary>The greatest 99th percentile of latency; null is not checked.</summary>
    public TimeSpan? P99 { get; init; }
}
