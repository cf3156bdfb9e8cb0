using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Binds pods to nodes that may take them, so that the pods of one owner spread, then all pods.</summary>
internal sealed class Scheduler(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    private const string Condition = "PodScheduled";

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            // A pod that ends may leave the room that another waits for.
            WatchAsync(
                cluster.Pods,
                pod =>
                    IsPending(pod) ? [pod.Key()]
                    : HasLeft(pod) ? Pending()
                    : [],
                ct
            ),
            WatchAsync(cluster.Nodes, _ => Pending(), ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.Pods.Find(key.Namespace, key.Name) is not { } pod || !IsPending(pod))
            return;
        var state = SchedulingState.Read(cluster);
        var fit = new List<V1Node>();
        var refusals = new List<IReadOnlyList<string>>();
        foreach (var node in state.Nodes)
        {
            if (NodeFit.Refusals(pod, node, state) is { Count: > 0 } refused)
                refusals.Add(refused);
            else
                fit.Add(node);
        }

        if (fit.Count > 0)
            Bind(pod, Choose(pod, fit, state));
        else
            Refuse(pod, UnschedulableMessage.Of(refusals));
    }

    private static bool IsPending(V1Pod pod) =>
        string.IsNullOrEmpty(pod.Spec.NodeName)
        && pod.Metadata.DeletionTimestamp is null
        && pod.Spec.SchedulerName is null or "" or "default-scheduler";

    private static bool HasLeft(V1Pod pod) =>
        pod.Metadata.DeletionTimestamp is not null || pod.Status.Phase is "Succeeded" or "Failed";

    private IEnumerable<ObjectKey> Pending() => cluster.Pods.List(ns: null).Where(IsPending).Select(pod => pod.Key());

    private static V1Node Choose(V1Pod pod, IEnumerable<V1Node> fit, SchedulingState state) =>
        fit.OrderBy(node => state.On(node).Count(other => AreAlike(other, pod)))
            .ThenBy(node => state.On(node).Count)
            .ThenBy(node => node.Metadata.Name, StringComparer.Ordinal)
            .First();

    private static bool AreAlike(V1Pod one, V1Pod other) =>
        one.ControllerReference()?.Uid is { } owner && owner == other.ControllerReference()?.Uid;

    private void Bind(V1Pod pod, V1Node node)
    {
        SetScheduled(pod, "True", reason: null, message: null);
        cluster.Pods.Change(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            bound =>
            {
                // Another pod of this name may have come, or someone else may have bound this one.
                if (bound.Metadata.Uid == pod.Metadata.Uid && string.IsNullOrEmpty(bound.Spec.NodeName))
                    bound.Spec.NodeName = node.Metadata.Name;
            }
        );
        var name = $"{pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";
        events.Normal(pod, "Scheduled", $"Successfully assigned {name} to {node.Metadata.Name}");
    }

    private void Refuse(V1Pod pod, string message)
    {
        // Nodes change with every heartbeat; the pod's fate is told when it changes.
        if (pod.Status.Conditions?.FirstOrDefault(c => c.Type is Condition)?.Message == message)
            return;
        SetScheduled(pod, "False", "Unschedulable", message);
        events.Warning(pod, "FailedScheduling", message);
    }

    private void SetScheduled(V1Pod pod, string status, string? reason, string? message) =>
        cluster.Pods.ChangeStatus(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            changed =>
            {
                var conditions = changed.Status.Conditions ?? [];
                var before = conditions.FirstOrDefault(condition => condition.Type is Condition);
                changed.Status.Conditions =
                [
                    .. conditions.Where(condition => condition.Type is not Condition),
                    new V1PodCondition
                    {
                        Type = Condition,
                        Status = status,
                        Reason = reason,
                        Message = message,
                        ObservedGeneration = changed.Metadata.Generation,
                        LastTransitionTime = before?.Status == status ? before.LastTransitionTime : Clock.Seconds(),
                    },
                ];
            }
        );
}
