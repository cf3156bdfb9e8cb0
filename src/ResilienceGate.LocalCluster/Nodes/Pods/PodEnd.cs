namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>That a pod is being ended, and how.</summary>
internal sealed record PodEnd
{
    public required TimeSpan Grace { get; init; }

    /// <summary>The reason in the pod's status, for an end that the node decided on.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }

    /// <summary>Whether preStop hooks are left out.</summary>
    public bool SkipsHooks { get; init; }

    /// <summary>A second cause can shorten the grace; the first reason stays.</summary>
    public PodEnd Merge(PodEnd other) =>
        this with
        {
            Grace = other.Grace < Grace ? other.Grace : Grace,
            SkipsHooks = SkipsHooks || other.SkipsHooks,
        };
}
