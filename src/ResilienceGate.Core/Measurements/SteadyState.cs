namespace ResilienceGate.Core.Measurements;

/// <summary>What was measured before anything was broken.</summary>
public sealed record SteadyState
{
    public required TimeSpan For { get; init; }

    public required long Sent { get; init; }

    public required long Good { get; init; }

    public required long Wrong { get; init; }

    public LatencySummary? Latency { get; init; }

    /// <summary>Empty when the hypothesis holds; otherwise one sentence for each part that does not.</summary>
    public required IReadOnlyList<string> Violations { get; init; }
}
