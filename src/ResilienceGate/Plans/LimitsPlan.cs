namespace ResilienceGate.Plans;

/// <summary>The blast radius, and when to stop.</summary>
internal sealed record LimitsPlan
{
    /// <summary>The largest share of the target's pods that one injection may hit: 1 to 100.</summary>
    public required int MaxPodsPercent { get; init; }

    public required AbortCondition? AbortWhen { get; init; }

    /// <summary>The longest that a run may take, from the moment that its probe runs.</summary>
    public required TimeSpan Deadline { get; init; }
}
