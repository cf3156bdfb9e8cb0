namespace ResilienceGate.Core.Measurements;

/// <summary>One live instance of a fault, and what was measured of it.</summary>
public sealed record Injection
{
    /// <summary>From 1 within its experiment.</summary>
    public required int Number { get; init; }

    /// <summary>
    /// When the gate asked the cluster for the fault, on the gate's clock: from then on the users may feel it, and what the
    /// cluster takes until it complies, such as a disruption budget's wait, is part of the recovery. For a fault from inside
    /// a pod: when it was proved to be on.
    /// </summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was hit: pods, or a node and the pods on it.</summary>
    public required IReadOnlyList<string> Victims { get; init; }

    /// <summary>What proved that the fault took effect; null when nothing did.</summary>
    public string? Proof { get; init; }

    /// <summary>Why the injection does not count; null when it does.</summary>
    public string? Void { get; init; }

    /// <summary>What proved that the fault is gone after the revert; null when there was nothing to revert.</summary>
    public string? Reverted { get; init; }

    /// <summary>Null when the target did not recover within <see cref="Watched"/>.</summary>
    public TimeSpan? RecoveryTime { get; init; }

    /// <summary>How long the recovery was waited for; the censoring time of a recovery that never came.</summary>
    public required TimeSpan Watched { get; init; }

    public required TimeSpan Outage { get; init; }

    /// <summary>The target was still bad, or not yet clean for five seconds, at the end: the outage is a lower bound.</summary>
    public bool OutageCensored { get; init; }

    /// <summary>Null when no request was answered or timed out in the window.</summary>
    public LatencySummary? Latency { get; init; }

    /// <summary>Requests whose intended send time lies in the observed window.</summary>
    public required long Sent { get; init; }

    /// <summary>Of these, answered rightly and in time.</summary>
    public required long Good { get; init; }

    /// <summary>Of these, answered in time but wrongly: the silent failures.</summary>
    public required long Wrong { get; init; }

    /// <summary>Empty when the target did not recover, or had no pod to replace.</summary>
    public required IReadOnlyList<PhaseTime> Phases { get; init; }

    public bool IsValid => Void is null;
}
