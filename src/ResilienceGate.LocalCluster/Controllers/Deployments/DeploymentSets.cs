using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>The ReplicaSets of a Deployment.</summary>
/// <param name="New">The one that has its present template; null before it is created.</param>
/// <param name="Old">The others, the oldest first.</param>
internal sealed record DeploymentSets(V1ReplicaSet? New, IReadOnlyList<V1ReplicaSet> Old)
{
    public IReadOnlyList<V1ReplicaSet> All { get; } = New is null ? Old : [.. Old, New];

    /// <summary>Those that are to have pods.</summary>
    public IReadOnlyList<V1ReplicaSet> Active => [.. All.Where(set => Wanted(set) > 0)];

    public static DeploymentSets Of(V1Deployment deployment, IEnumerable<V1ReplicaSet> claimed)
    {
        IReadOnlyList<V1ReplicaSet> sets =
        [
            .. claimed
                .Where(set => set.Metadata.DeletionTimestamp is null)
                .OrderBy(set => set.Metadata.CreationTimestamp)
                .ThenBy(Annotations.Revision),
        ];
        var identity = PodTemplates.Identity(deployment.Spec.Template);
        // Should there be several, the oldest is taken, so that the choice stays.
        var current = sets.FirstOrDefault(set => PodTemplates.Identity(set.Spec.Template) == identity);
        return new(current, [.. sets.Where(set => !ReferenceEquals(set, current))]);
    }

    public static int Wanted(V1ReplicaSet set) => set.Spec.Replicas ?? 1;

    // A status from before a scale-down still counts pods that are about to go.
    public static int Available(V1ReplicaSet set) => Math.Min(set.Status?.AvailableReplicas ?? 0, Wanted(set));
}
