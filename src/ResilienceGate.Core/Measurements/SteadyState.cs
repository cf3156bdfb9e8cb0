namespace ResilienceGate.Core.Measurements;

/// <summary>What was measured while nothing was broken.</summary>
public sealed record SteadyState
{
    public required TimeSpan For { get; init; }

    public required long Sent { get; init; }

    public required long Good { get; init; }

    public required long Wrong { get; init; }

    public LatencySummary? Latency { get; init; }

    /// <summary>Null where no answer came in pieces.</summary>
    public StreamSummary? Streaming { get; init; }

    /// <summary>
    /// Availability in the best quarter of the time, 0 to 1: a passing disturbance leaves some quarter alone, and a lasting
    /// one none. Null when no request was due.
    /// </summary>
    public double? BestQuarter { get; init; }

    /// <summary>Empty when the hypothesis holds; otherwise one sentence for each part that does not.</summary>
    public required IReadOnlyList<string> Violations { get; init; }
}
