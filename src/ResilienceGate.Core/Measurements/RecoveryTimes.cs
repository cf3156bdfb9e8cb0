namespace ResilienceGate.Core.Measurements;

/// <summary>
/// When the steps of one replacement pod were seen, all on one clock. Watch events arrive late and out of order, a
/// replacement may be older than the fault, and a step that was never seen is null.
/// </summary>
public sealed record RecoveryTimes
{
    /// <summary>When the cluster was asked for the fault.</summary>
    public required DateTimeOffset Fault { get; init; }

    /// <summary>The victim carries its deletion mark.</summary>
    public DateTimeOffset? VictimMarked { get; init; }

    public DateTimeOffset? Created { get; init; }

    public DateTimeOffset? Scheduled { get; init; }

    public DateTimeOffset? ReadyToStartContainers { get; init; }

    public DateTimeOffset? Initialized { get; init; }

    public DateTimeOffset? Running { get; init; }

    public DateTimeOffset? Ready { get; init; }

    /// <summary>Ready in an EndpointSlice. Null: the replacement never took traffic.</summary>
    public DateTimeOffset? InEndpoints { get; init; }

    /// <summary>The first right answer by the replacement's own address. Null: it never gave one.</summary>
    public DateTimeOffset? FirstRightAnswer { get; init; }
}
