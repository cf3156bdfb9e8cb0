using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>Gives ReplicaSets their sizes, and tells of it on their Deployment.</summary>
internal sealed class ReplicaSetScaler(Resource<V1ReplicaSet> sets, EventRecorder events)
{
    /// <returns>Whether the size of any of them had to be changed.</returns>
    public bool Scale(V1Deployment deployment, IEnumerable<(V1ReplicaSet Set, int Replicas)> sizes)
    {
        var scaled = false;
        foreach (var (set, replicas) in sizes)
            scaled |= Scale(deployment, set, replicas);
        return scaled;
    }

    public bool Scale(V1Deployment deployment, V1ReplicaSet set, int replicas)
    {
        var before = DeploymentSets.Wanted(set);
        var isSame =
            before == replicas
            && Annotations.Desired(set) == (deployment.Spec.Replicas ?? 1)
            && Annotations.Max(set) == (deployment.Spec.Replicas ?? 1) + RolloutBounds.Of(deployment).MaxSurge;
        if (isSame)
            return false;
        sets.Change(
            set.Metadata.NamespaceProperty,
            set.Metadata.Name,
            changed =>
            {
                changed.Spec.Replicas = replicas;
                Annotations.SetSize(changed, deployment);
            }
        );
        if (before == replicas)
            return false;
        var direction = replicas > before ? "up" : "down";
        events.Normal(
            deployment,
            "ScalingReplicaSet",
            $"Scaled {direction} replica set {set.Metadata.Name} from {before} to {replicas}"
        );
        return true;
    }
}
