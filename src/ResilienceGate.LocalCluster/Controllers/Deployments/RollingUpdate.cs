using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>The steps of a rolling update (<c>pkg/controller/deployment/rolling.go</c>).</summary>
internal static class RollingUpdate
{
    /// <summary>How many pods the new set may have now.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="current">The new set's present number.</param>
    /// <param name="total">The present number of all sets.</param>
    public static int Up(V1Deployment deployment, int current, int total)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        var room = Math.Max(0, replicas + RolloutBounds.Of(deployment).MaxSurge - total);
        return Math.Min(replicas, current + room);
    }

    /// <summary>How many pods each of the old sets may still have.</summary>
    public static IEnumerable<(V1ReplicaSet Set, int Replicas)> Down(
        V1Deployment deployment,
        V1ReplicaSet current,
        IReadOnlyList<V1ReplicaSet> old
    )
    {
        var least = (deployment.Spec.Replicas ?? 1) - RolloutBounds.Of(deployment).MaxUnavailable;
        var total = old.Sum(DeploymentSets.Wanted) + DeploymentSets.Wanted(current);
        var unavailable = DeploymentSets.Wanted(current) - DeploymentSets.Available(current);
        var spare = Math.Max(0, total - least - unavailable);
        var left = old.ToDictionary(set => set, DeploymentSets.Wanted);
        // Replicas that do not serve can go at no cost.
        foreach (var set in old)
            spare -= Take(left, set, Math.Min(spare, DeploymentSets.Wanted(set) - DeploymentSets.Available(set)));
        var serving = Math.Min(spare, old.Sum(DeploymentSets.Available) + DeploymentSets.Available(current) - least);
        foreach (var set in old)
            serving -= Take(left, set, Math.Min(serving, left[set]));
        return old.Select(set => (set, left[set]));
    }

    private static int Take(Dictionary<V1ReplicaSet, int> left, V1ReplicaSet set, int count)
    {
        var taken = Math.Max(0, count);
        left[set] -= taken;
        return taken;
    }
}
