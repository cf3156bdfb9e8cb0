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

    /// <summary>A hand-made taint does not say since when it is there.</summary>
    private readonly Dictionary<(string Node, string Key, string? Value), DateTime> _seen = [];
    private readonly HashSet<string> _waiting = [];

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Nodes, PodsOn, ct),
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
        var now = Clock.GetUtcNow().UtcDateTime;
        if (Due(pod, Observed(node, now)) is not { } due)
        {
            if (_waiting.Remove(pod.Metadata.Uid))
                events.Normal(pod, "TaintManagerEviction", $"Cancelling deletion of Pod {key.Namespace}/{key.Name}");
            return;
        }

        if (due > now)
        {
            _waiting.Add(pod.Metadata.Uid);
            EnqueueAfter(key, due - now);
        }
        else
        {
            _waiting.Remove(pod.Metadata.Uid);
            Evict(pod);
        }
    }

    private IEnumerable<ObjectKey> PodsOn(V1Node node) =>
        cluster.Pods.List(ns: null).Where(pod => pod.Spec.NodeName == node.Metadata.Name).Select(pod => pod.Key());

    /// <summary>The taints by which a node's pods must go, and since when each is there.</summary>
    private List<(V1Taint Taint, DateTime Since)> Observed(V1Node node, DateTime now)
    {
        var taints = (node.Spec.Taints ?? []).Where(taint => taint.Effect is "NoExecute").ToList();
        foreach (var gone in _seen.Keys.Where(known => known.Node == node.Metadata.Name).ToList())
        {
            if (!taints.Exists(taint => taint.Key == gone.Key && taint.Value == gone.Value))
                _seen.Remove(gone);
        }

        return taints.ConvertAll(taint =>
        {
            var id = (node.Metadata.Name, taint.Key, taint.Value);
            _seen.TryAdd(id, taint.TimeAdded ?? now);
            return (taint, _seen[id]);
        });
    }

    /// <summary>When the first of the taints is no longer tolerated; null: never.</summary>
    private static DateTime? Due(V1Pod pod, List<(V1Taint Taint, DateTime Since)> taints) =>
        taints.Min(taint => Due(pod, taint.Taint, taint.Since));

    private static DateTime? Due(V1Pod pod, V1Taint taint, DateTime since)
    {
        var tolerations = Tolerations.For(pod, taint);
        if (tolerations.Count is 0)
            return DateTime.MinValue;
        // Without a number of seconds it is tolerated for ever; of several the shortest counts.
        return tolerations.Min(toleration => toleration.TolerationSeconds) is { } seconds
            ? since + TimeSpan.FromSeconds(seconds)
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
