namespace ResilienceGate.LocalCluster.Store;

internal sealed record DeleteOptions
{
    public static DeleteOptions Default { get; } = new();

    /// <summary>Null: the pod's own termination grace period. Other kinds have no grace.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>Null: the kind's default, which is Background except for Jobs (Orphan).</summary>
    public PropagationPolicy? Propagation { get; init; }

    /// <summary>Delete only this incarnation of the object.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only this state of the object.</summary>
    public string? ResourceVersion { get; init; }

    public bool DryRun { get; init; }
}
