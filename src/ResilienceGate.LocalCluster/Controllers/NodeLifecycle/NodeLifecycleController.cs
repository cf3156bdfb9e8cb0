using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

/// <summary>
/// Watches over the heartbeats of the nodes: one that is silent becomes Unknown, its pods unready, and it carries the
/// taints of its state, by which its pods are evicted in the end.
/// </summary>
internal sealed class NodeLifecycleController(
    Clientset cluster,
    NodeTimings timings,
    EventRecorder events,
    TimeProvider clock,
    ILogger logger
) : Controller(clock, logger)
{
    private const string LeaseNamespace = "kube-node-lease";

    private readonly HashSet<string> _registered = new(StringComparer.Ordinal);

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            // The state of one node may tell what to think of the others.
            WatchAsync(cluster.Nodes, _ => cluster.Nodes.List(ns: null).Select(node => node.Key()), ct),
            WatchAsync(
                cluster.Leases,
                lease =>
                    lease.Metadata.NamespaceProperty is LeaseNamespace ? [new ObjectKey("", lease.Metadata.Name)] : [],
                ct
            ),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.Nodes.Find(ns: null, key.Name) is not { Metadata.DeletionTimestamp: null } node)
            return;
        if (_registered.Add(node.Metadata.Uid))
            events.Normal(node, "RegisteredNode", $"Node {key.Name} event: Registered Node {key.Name} in Controller");
        var left = LastHeartbeat(node) + timings.MonitorGrace - Clock.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
            EnqueueAfter(key, left);
        else if (node.Status.Conditions?.Any(condition => condition.Status is not "Unknown") is true)
            node = Lose(node);
        NodeTaints.Write(cluster, node, Clock.Seconds());
    }

    private DateTime LastHeartbeat(V1Node node) =>
        cluster.Leases.Find(LeaseNamespace, node.Metadata.Name)?.Spec.RenewTime
        ?? node.Metadata.CreationTimestamp
        ?? DateTime.MinValue;

    private V1Node Lose(V1Node node)
    {
        var lost = cluster.Nodes.ChangeStatus(
            ns: null,
            node.Metadata.Name,
            changed =>
            {
                foreach (var condition in changed.Status.Conditions)
                {
                    condition.Status = "Unknown";
                    condition.Reason = "NodeStatusUnknown";
                    condition.Message = "Kubelet stopped posting node status.";
                    condition.LastTransitionTime = Clock.Seconds();
                }
            }
        );
        events.Normal(node, "NodeNotReady", $"Node {node.Metadata.Name} status is now: NodeNotReady");
        foreach (var pod in cluster.Pods.List(ns: null).Where(pod => pod.Spec.NodeName == node.Metadata.Name))
            MarkUnready(pod);
        return lost ?? node;
    }

    private void MarkUnready(V1Pod pod)
    {
        var changed = cluster.Pods.ChangeStatus(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            stored =>
            {
                foreach (
                    var ready in (stored.Status.Conditions ?? []).Where(c => c is { Type: "Ready", Status: "True" })
                )
                {
                    ready.Status = "False";
                    ready.LastTransitionTime = Clock.Seconds();
                }
            }
        );
        if (changed is not null)
            events.Warning(changed, "NodeNotReady", "Node is not ready");
    }
}
