using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Binds pods to those of the nodes that may take them which suit them best.</summary>
internal sealed class Scheduler(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    private const string Condition = "PodScheduled";

    private readonly HashSet<string> _seen = [];

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Pods, Concerned, ct),
            WatchAsync(cluster.Nodes, _ => Pending(), ct),
            WatchAsync(cluster.PersistentVolumeClaims, _ => Pending(), ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.Pods.Find(key.Namespace, key.Name) is not { } pod || !IsPending(pod))
            return;
        var state = SchedulingState.Read(cluster);
        if (VolumeFit.Obstacle(pod, state) is { } obstacle)
        {
            Refuse(pod, UnschedulableMessage.Of(state.Nodes.Count, obstacle));
            return;
        }

        var fit = new NodeFit(pod, state);
        var fitting = new List<NodeInfo>();
        var refusals = new List<IReadOnlyList<Refusal>>();
        foreach (var node in state.Nodes)
        {
            if (fit.Refusals(node) is { Count: > 0 } refused)
                refusals.Add(refused);
            else
                fitting.Add(node);
        }

        if (fitting.Count > 0)
            Bind(pod, new NodeScores(pod, fit, fitting).Best().Name);
        else
            Refuse(pod, UnschedulableMessage.Of(refusals));
    }

    /// <summary>A pod that ends may leave the room that another waits for; one that comes may be the company.</summary>
    private IEnumerable<ObjectKey> Concerned(V1Pod pod)
    {
        if (IsPending(pod))
            return [pod.Key()];
        if (pod.IsTerminating() || pod.HasEnded())
        {
            _seen.Remove(pod.Metadata.Uid);
            return Pending();
        }

        return _seen.Add(pod.Metadata.Uid) ? Pending() : [];
    }

    private static bool IsPending(V1Pod pod) =>
        string.IsNullOrEmpty(pod.Spec.NodeName)
        && pod.Metadata.DeletionTimestamp is null
        && pod.Spec.SchedulingGates is null or { Count: 0 }
        && pod.Spec.SchedulerName is null or "" or "default-scheduler";

    private IEnumerable<ObjectKey> Pending() => cluster.Pods.List(ns: null).Where(IsPending).Select(pod => pod.Key());

    private void Bind(V1Pod pod, string node)
    {
        cluster.Pods.ChangeBinding(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            bound =>
            {
                // Another pod of this name may have come, or someone else may have bound this one.
                if (bound.Metadata.Uid != pod.Metadata.Uid || !string.IsNullOrEmpty(bound.Spec.NodeName))
                    return;
                bound.Spec.NodeName = node;
                SetScheduled(bound, "True", reason: null, message: null);
            }
        );
        var name = $"{pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";
        events.Normal(pod, "Scheduled", $"Successfully assigned {name} to {node}");
    }

    private void Refuse(V1Pod pod, string message)
    {
        // Nodes change with every heartbeat; the pod's fate is told when it changes.
        if (pod.Status.Conditions?.FirstOrDefault(c => c.Type is Condition)?.Message == message)
            return;
        cluster.Pods.ChangeStatus(
            pod.Metadata.NamespaceProperty,
            pod.Metadata.Name,
            changed => SetScheduled(changed, "False", "Unschedulable", message)
        );
        events.Warning(pod, "FailedScheduling", message);
    }

    private void SetScheduled(V1Pod pod, string status, string? reason, string? message)
    {
        var conditions = pod.Status.Conditions ?? [];
        var before = conditions.FirstOrDefault(condition => condition.Type is Condition);
        pod.Status.Conditions =
        [
            .. conditions.Where(condition => condition.Type is not Condition),
            new V1PodCondition
            {
                Type = Condition,
                Status = status,
                Reason = reason,
                Message = message,
                ObservedGeneration = pod.Metadata.Generation,
                LastTransitionTime = before?.Status == status ? before.LastTransitionTime : Clock.Seconds(),
            },
        ];
    }
}
