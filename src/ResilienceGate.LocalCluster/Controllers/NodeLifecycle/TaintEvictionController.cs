using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Scheduling;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

/// <summary>Deletes the pods of nodes with a NoExecute taint: at once, or when their toleration is over.</summary>
internal sealed class TaintEvictionController(
    Clientset cluster,
    EventRecorder events,
    TimeProvider clock,
    ILogger logger
) : Controller(clock, logger)
{
    private const string Reason = "DeletionByTaintManager";

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Nodes, node => IsTainted(node) ? PodsOn(node) : [], ct),
            WatchAsync(cluster.Pods, pod => string.IsNullOrEmpty(pod.Spec.NodeName) ? [] : [pod.Key()], ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (
            cluster.Pods.Find(key.Namespace, key.Name) is not { Metadata.DeletionTimestamp: null } pod
            || pod.Status.Phase is "Succeeded" or "Failed"
            || cluster.Nodes.Find(ns: null, pod.Spec.NodeName) is not { } node
        )
            return;
        if (Due(pod, node) is not { } due)
            return;
        var left = due - Clock.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
            EnqueueAfter(key, left);
        else
            Evict(pod);
    }

    private static bool IsTainted(V1Node node) => (node.Spec.Taints ?? []).Any(taint => taint.Effect is "NoExecute");

    private IEnumerable<ObjectKey> PodsOn(V1Node node) =>
        cluster.Pods.List(ns: null).Where(pod => pod.Spec.NodeName == node.Metadata.Name).Select(pod => pod.Key());

    /// <summary>When the first of the taints is no longer tolerated; null: never.</summary>
    private static DateTime? Due(V1Pod pod, V1Node node) =>
        (node.Spec.Taints ?? []).Where(taint => taint.Effect is "NoExecute").Min(taint => Due(pod, taint));

    private static DateTime? Due(V1Pod pod, V1Taint taint)
    {
        var tolerations = Tolerations.For(pod, taint);
        if (tolerations.Count is 0)
            return DateTime.MinValue;
        // Without a number of seconds it is tolerated for ever; of several the shortest counts.
        return tolerations.Min(toleration => toleration.TolerationSeconds) is { } seconds
            ? (taint.TimeAdded ?? DateTime.MinValue) + TimeSpan.FromSeconds(seconds)
            : null;
    }

    private void Evict(V1Pod pod)
    {
        events.Normal(
            pod,
            "TaintManagerEviction",
            $"Marking for deletion Pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}"
        );
        cluster.Pods.ChangeStatus(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            changed =>
                changed.Status.Conditions = [
                    .. (changed.Status.Conditions ?? []).Where(condition => condition.Type is not "DisruptionTarget"),
                    new V1PodCondition
                    {
                        Type = "DisruptionTarget",
                        Status = "True",
                        Reason = Reason,
                        Message = "Taint manager: deleting due to NoExecute taint",
                        LastTransitionTime = Clock.Seconds(),
                    },
                ]
        );
        cluster.Pods.Delete(pod);
    }
}
