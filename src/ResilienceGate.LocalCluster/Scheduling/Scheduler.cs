using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Binds pods to nodes: those that the pod tolerates and selects, the least used first.</summary>
internal sealed class Scheduler(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Pods, pod => IsPending(pod) ? [pod.Key()] : [], ct),
            // A node that opens, or comes, may take what found no place.
            WatchAsync(cluster.Nodes, _ => cluster.Pods.List(null).Where(IsPending).Select(p => p.Key()), ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.Pods.Find(key.Namespace, key.Name) is not { } pod || !IsPending(pod))
            return;
        var refusals = new List<string>();
        var fit = new List<V1Node>();
        foreach (var node in cluster.Nodes.List(null))
        {
            if (NodeFit.Refuses(pod, node) is { } refusal)
                refusals.Add(refusal);
            else
                fit.Add(node);
        }
        if (fit.Count == 0)
            Refuse(pod, refusals);
        else
            Bind(pod, fit);
    }

    private static bool IsPending(V1Pod pod) =>
        string.IsNullOrEmpty(pod.Spec.NodeName) && pod.Metadata.DeletionTimestamp is null;

    private void Bind(V1Pod pod, List<V1Node> fit)
    {
        var pods = cluster.Pods.List(null).Where(p => p.Status?.Phase is not ("Succeeded" or "Failed")).ToList();
        var chosen = fit.OrderBy(n => pods.Count(p => p.Spec.NodeName == n.Metadata.Name && AreAlike(p, pod)))
            .ThenBy(n => pods.Count(p => p.Spec.NodeName == n.Metadata.Name))
            .ThenBy(n => n.Metadata.Name, StringComparer.Ordinal)
            .First();
        SetScheduled(pod, "True", null, null);
        cluster.Pods.Change(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            p => p.Spec.NodeName = chosen.Metadata.Name
        );
        events.Normal(
            pod,
            "Scheduled",
            $"Successfully assigned {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name} to {chosen.Metadata.Name}"
        );
    }

    private void Refuse(V1Pod pod, List<string> refusals)
    {
        var reasons = refusals.GroupBy(r => r, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        var message = $"0/{refusals.Count} nodes are available: {string.Join(", ", reasons)}.";
        SetScheduled(pod, "False", "Unschedulable", message);
        events.Warning(pod, "FailedScheduling", message);
    }

    private void SetScheduled(V1Pod pod, string status, string? reason, string? message) =>
        cluster.Pods.ChangeStatus(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            p =>
            {
                p.Status ??= new V1PodStatus();
                var conditions = p.Status.Conditions ?? [];
                var before = conditions.FirstOrDefault(c => c.Type == "PodScheduled");
                if (before?.Status == status && before.Message == message)
                    return;
                p.Status.Conditions =
                [
                    .. conditions.Where(c => c.Type != "PodScheduled"),
                    new V1PodCondition
                    {
                        Type = "PodScheduled",
                        Status = status,
                        Reason = reason,
                        Message = message,
                        LastTransitionTime = Clock.Seconds(),
                    },
                ];
            }
        );

    /// <summary>Pods of one owner spread over the nodes first of all.</summary>
    private static bool AreAlike(V1Pod one, V1Pod other) =>
        one.ControllerReference()?.Uid is { } owner && owner == other.ControllerReference()?.Uid;
}
