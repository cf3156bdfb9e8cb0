using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>
/// A change of a Deployment's size while no rollout goes on, or while one stands still: each set takes its share of it
/// (<c>scale</c> in <c>pkg/controller/deployment/sync.go</c>).
/// </summary>
internal static class ProportionalScaling
{
    /// <summary>Whether the size was changed since the sets were scaled.</summary>
    public static bool IsDue(V1Deployment deployment, DeploymentSets sets) =>
        sets.Active.Any(set => Annotations.Desired(set) is { } desired && desired != (deployment.Spec.Replicas ?? 1));

    /// <summary>The sizes that the sets are to have; those that are not named keep theirs.</summary>
    public static IReadOnlyList<(V1ReplicaSet Set, int Replicas)> Plan(V1Deployment deployment, DeploymentSets sets)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        var active = sets.Active;
        if (active.Count <= 1)
            return (active.Count is 1 ? active[0] : sets.New ?? (sets.Old is [.., var last] ? last : null)) is { } only
                ? [(only, replicas)]
                : [];
        if (sets.New is { } current && IsSaturated(deployment, current))
            return [.. active.Where(set => !ReferenceEquals(set, current)).Select(set => (set, 0))];
        return deployment.Spec.Strategy?.Type is "Recreate" ? [] : Share(deployment, active);
    }

    private static bool IsSaturated(V1Deployment deployment, V1ReplicaSet set)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        return DeploymentSets.Wanted(set) == replicas
            && Annotations.Desired(set) == replicas
            && set.Status?.AvailableReplicas == replicas;
    }

    private static List<(V1ReplicaSet Set, int Replicas)> Share(
        V1Deployment deployment,
        IReadOnlyList<V1ReplicaSet> active
    )
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        var allowed = replicas > 0 ? replicas + RolloutBounds.Of(deployment).MaxSurge : 0;
        var toAdd = allowed - active.Sum(DeploymentSets.Wanted);
        // The largest take the most; of equal ones the newer grow first, the older shrink first.
        var bySize = active.OrderByDescending(DeploymentSets.Wanted);
        IReadOnlyList<V1ReplicaSet> ordered =
            toAdd > 0
                ? [.. bySize.ThenByDescending(set => set.Metadata.CreationTimestamp)]
                : [.. bySize.ThenBy(set => set.Metadata.CreationTimestamp)];
        var sizes = new List<(V1ReplicaSet Set, int Replicas)>();
        var added = 0;
        foreach (var set in ordered)
        {
            var share = Fraction(deployment, set, allowed);
            var open = toAdd - added;
            var part = toAdd > 0 ? Math.Min(share, open) : Math.Max(share, open);
            if (toAdd is 0)
                part = 0;
            added += part;
            sizes.Add((set, DeploymentSets.Wanted(set) + part));
        }

        // What rounding left over goes to the largest.
        sizes[0] = (sizes[0].Set, Math.Max(0, sizes[0].Replicas + toAdd - added));
        return sizes;
    }

    private static int Fraction(V1Deployment deployment, V1ReplicaSet set, int allowed)
    {
        var size = DeploymentSets.Wanted(set);
        if (allowed is 0)
            return -size;
        var before = Annotations.Max(set) is { } max and > 0 ? max : deployment.Status?.Replicas ?? 0;
        return before is 0 ? 0 : (int)Math.Round((double)size * allowed / before, MidpointRounding.AwayFromZero) - size;
    }
}
