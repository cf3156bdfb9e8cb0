using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.StatefulSets;

/// <summary>The two templates that the pods of a StatefulSet may be of.</summary>
/// <param name="Current">Which the last completed rollout brought.</param>
/// <param name="Update">Which the set asks for.</param>
internal sealed record StatefulSetRevisions(V1ControllerRevision Current, V1ControllerRevision Update)
{
    /// <summary>Of which a new pod is made: below the partition the rollout does not reach.</summary>
    public V1ControllerRevision For(V1StatefulSet set, int ordinal)
    {
        var start = set.Spec.Ordinals?.Start ?? 0;
        if (set.Spec.UpdateStrategy is not { Type: "RollingUpdate" } strategy)
            return Update;
        var old = strategy.RollingUpdate is { } rolling ? rolling.Partition ?? 0 : set.Status?.CurrentReplicas ?? 0;
        return ordinal < start + old ? Current : Update;
    }
}
