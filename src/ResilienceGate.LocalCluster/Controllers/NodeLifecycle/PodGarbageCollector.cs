using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

/// <summary>
/// Removes the pods that no kubelet will ever tell the end of: those whose node was deleted, or is out of service for
/// good, and those that were deleted before they had a node (<c>pkg/controller/podgc</c>).
/// </summary>
internal sealed class PodGarbageCollector(Clientset cluster, NodeTimings timings, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    private const string OutOfService = "node.kubernetes.io/out-of-service";

    private readonly Dictionary<string, DateTime> _missingSince = [];

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Pods, pod => pod.IsTerminating() || Node(pod) is null ? [pod.Key()] : [], ct),
            WatchAsync(cluster.Nodes, PodsOf, ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.Pods.Find(key.Namespace, key.Name) is not { } pod)
            return;
        var isUnscheduled = string.IsNullOrEmpty(pod.Spec.NodeName);
        if (isUnscheduled)
        {
            if (pod.IsTerminating())
                Remove(pod, condition: null);
        }
        else if (Node(pod) is { } node)
        {
            _missingSince.Remove(node.Metadata.Name);
            if (pod.IsTerminating() && IsOutOfService(node))
                Remove(pod, condition: null);
        }
        else
        {
            RemoveOrphan(pod);
        }
    }

    private V1Node? Node(V1Pod pod) =>
        string.IsNullOrEmpty(pod.Spec.NodeName) ? null : cluster.Nodes.Find(ns: null, pod.Spec.NodeName);

    private IEnumerable<ObjectKey> PodsOf(V1Node node) =>
        cluster.Nodes.Find(ns: null, node.Metadata.Name) is { } found && !IsOutOfService(found)
            ? []
            : cluster
                .Pods.List(ns: null)
                .Where(pod => pod.Spec.NodeName == node.Metadata.Name)
                .Select(pod => pod.Key());

    private static bool IsOutOfService(V1Node node) =>
        (node.Spec.Taints ?? []).Any(taint => taint.Key is OutOfService)
        && node.Status?.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) is not true;

    private void RemoveOrphan(V1Pod pod)
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        if (!_missingSince.TryGetValue(pod.Spec.NodeName, out var since))
            _missingSince[pod.Spec.NodeName] = since = now;
        var left = since + timings.MissingNodeGrace - now;
        if (left > TimeSpan.Zero)
            EnqueueAfter(pod.Key(), left);
        else
            Remove(
                pod,
                new V1PodCondition
                {
                    Type = "DisruptionTarget",
                    Status = "True",
                    Reason = "DeletionByPodGC",
                    Message = "PodGC: node no longer exists",
                    LastTransitionTime = Clock.Seconds(),
                }
            );
    }

    private void Remove(V1Pod pod, V1PodCondition? condition)
    {
        cluster.Pods.ChangeStatus(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            changed =>
            {
                if (!changed.HasEnded())
                    changed.Status.Phase = "Failed";
                if (condition is not null)
                    changed.Status.Conditions =
                    [
                        .. (changed.Status.Conditions ?? []).Where(known => known.Type != condition.Type),
                        condition,
                    ];
            }
        );
        cluster.Pods.Delete(pod, TimeSpan.Zero);
    }
}
