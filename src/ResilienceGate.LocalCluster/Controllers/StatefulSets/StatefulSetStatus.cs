using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.StatefulSets;

/// <summary>The status of a StatefulSet, from its pods.</summary>
internal static class StatefulSetStatus
{
    public static V1StatefulSetStatus Of(
        V1StatefulSet set,
        StatefulSetRevisions revisions,
        IReadOnlyList<V1Pod> pods,
        DateTime now
    )
    {
        IReadOnlyList<V1Pod> ready = [.. pods.Where(pod => pod.Status?.Phase is "Running" && pod.IsReady())];
        var updated = Count(pods, revisions.Update);
        var status = new V1StatefulSetStatus
        {
            ObservedGeneration = set.Metadata.Generation,
            Replicas = pods.Count,
            ReadyReplicas = OrAbsent(ready.Count),
            AvailableReplicas = ready.Count(pod => pod.IsAvailable(set.Spec.MinReadySeconds, now)),
            CurrentReplicas = OrAbsent(Count(pods, revisions.Current)),
            UpdatedReplicas = OrAbsent(updated),
            CurrentRevision = revisions.Current.Metadata.Name,
            UpdateRevision = revisions.Update.Metadata.Name,
            CollisionCount = set.Status?.CollisionCount ?? 0,
        };
        var replicas = set.Spec.Replicas ?? 1;
        var isComplete = updated == replicas && ready.Count == replicas && pods.Count == replicas;
        if (isComplete && set.Spec.UpdateStrategy?.Type is "RollingUpdate")
        {
            status.CurrentReplicas = status.UpdatedReplicas;
            status.CurrentRevision = status.UpdateRevision;
        }

        return status;
    }

    private static int Count(IEnumerable<V1Pod> pods, V1ControllerRevision revision) =>
        pods.Count(pod => !pod.IsTerminating() && pod.Revision() == revision.Metadata.Name);

    // The API leaves a count of zero out.
    private static int? OrAbsent(int count) => count is 0 ? null : count;
}
