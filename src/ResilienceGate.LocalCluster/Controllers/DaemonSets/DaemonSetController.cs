using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.DaemonSets;

/// <summary>Keeps one pod of each DaemonSet on every node that it is meant for (<c>pkg/controller/daemon</c>).</summary>
internal sealed class DaemonSetController(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    private readonly ControllerRevisions _history = new(cluster.ControllerRevisions);
    private readonly FailureBackOff _backOff = new();

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.DaemonSets, set => [set.Key()], ct),
            WatchAsync(
                cluster.Pods,
                pod => Ownership.Concerned(pod, "DaemonSet", cluster.DaemonSets, set => set.Spec.Selector),
                ct
            ),
            WatchAsync(cluster.Nodes, _ => cluster.DaemonSets.List(ns: null).Select(set => set.Key()), ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.DaemonSets.Find(key.Namespace, key.Name) is not { } set)
            return;
        var known = _history.Of(set, set.Spec.Selector);
        var revision = _history.Record(set, set.Spec.Template, known);
        try
        {
            if (set.Metadata.DeletionTimestamp is null)
            {
                Manage(set, revision);
                Roll(set, revision);
            }
        }
        finally
        {
            // Also when a pod was refused: those that exist count all the same.
            WriteStatus(set, revision);
        }

        var hashes = Pods(set).Select(pod => pod.Revision()).ToHashSet();
        var live = known.Where(r => hashes.Contains(DaemonPods.Hash(r))).Append(revision).Select(r => r.Metadata.Name);
        _history.Truncate(known, live.ToHashSet(), set.Spec.RevisionHistoryLimit ?? 10);
    }

    private IReadOnlyList<V1Pod> Pods(V1DaemonSet set) => cluster.Pods.Claim(set, set.Spec.Selector);

    private IReadOnlyList<DaemonNode> Nodes(V1DaemonSet set, V1ControllerRevision revision)
    {
        var sample = DaemonPods.Sample(set);
        var byNode = Pods(set)
            .OrderBy(pod => string.IsNullOrEmpty(pod.Spec.NodeName))
            .ThenBy(pod => pod.Metadata.CreationTimestamp)
            .ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
            .ToLookup(DaemonPods.NodeOf);
        return
        [
            .. cluster
                .Nodes.List(ns: null)
                .Select(node => new DaemonNode(
                    node,
                    DaemonPods.ShouldRun(sample, node),
                    DaemonPods.MayStay(sample, node),
                    [.. byNode[node.Metadata.Name]],
                    DaemonPods.Hash(revision)
                )),
        ];
    }

    private void Manage(V1DaemonSet set, V1ControllerRevision revision)
    {
        var surges = DaemonRollout.MaxSurge(set, desired: 1) > 0;
        var now = Clock.GetUtcNow().UtcDateTime;
        var nodes = Nodes(set, revision);
        foreach (var pod in Stranded(set, nodes))
            Delete(set, pod);
        foreach (var node in nodes)
        {
            if (node.ShouldRun && (surges ? node.Active : node.Pods).Count is 0)
                Create(set, revision, node.Name);
            if (!node.MayStay)
            {
                foreach (var pod in node.Pods.Where(pod => !pod.IsTerminating()))
                    Delete(set, pod);
                continue;
            }

            foreach (var pod in node.Pods.Where(pod => pod.HasEnded() && !pod.IsTerminating()))
                Replace(set, pod, node.Name);
            foreach (var pod in node.Surplus(surges, pod => pod.IsAvailable(set.Spec.MinReadySeconds, now)))
                Delete(set, pod);
        }
    }

    /// <summary>Those that wait for a node that is gone: no scheduler will ever place them.</summary>
    private IEnumerable<V1Pod> Stranded(V1DaemonSet set, IReadOnlyList<DaemonNode> nodes)
    {
        var names = nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        return Pods(set)
            .Where(pod => string.IsNullOrEmpty(pod.Spec.NodeName) && !pod.IsTerminating())
            .Where(pod => DaemonPods.NodeOf(pod) is { } node && !names.Contains(node));
    }

    private void Roll(V1DaemonSet set, V1ControllerRevision revision)
    {
        var rollout = DaemonRollout.Of(set, Nodes(set, revision), Clock.GetUtcNow().UtcDateTime);
        foreach (var pod in rollout.Delete)
            Delete(set, pod);
        foreach (var node in rollout.Create)
            Create(set, revision, node);
    }

    /// <summary>The successor of a pod that ended by itself comes when it is gone.</summary>
    private void Replace(V1DaemonSet set, V1Pod pod, string node)
    {
        var name = $"{pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";
        if (pod.Status.Phase is "Succeeded")
        {
            var message = $"Found succeeded daemon pod {name} on node {node}, will try to delete it";
            events.Normal(set, "SucceededDaemonPod", message);
        }
        else
        {
            var wait = _backOff.Take(set.Key(), node, Clock.GetUtcNow().UtcDateTime);
            if (wait > TimeSpan.Zero)
            {
                EnqueueAfter(set.Key(), wait);
                return;
            }

            events.Warning(
                set,
                "FailedDaemonPod",
                $"Found failed daemon pod {name} on node {node}, will try to kill it"
            );
        }

        Delete(set, pod);
    }

    private void Create(V1DaemonSet set, V1ControllerRevision revision, string node)
    {
        try
        {
            var pod = cluster.Pods.Create(DaemonPods.New(set, revision, node));
            events.Normal(set, "SuccessfulCreate", $"Created pod: {pod.Metadata.Name}");
        }
        catch (StatusException e)
        {
            events.Warning(set, "FailedCreate", $"Error creating: {e.Message}");
            throw;
        }
    }

    private void Delete(V1DaemonSet set, V1Pod pod)
    {
        cluster.Pods.Delete(pod);
        events.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
    }

    private void WriteStatus(V1DaemonSet set, V1ControllerRevision revision)
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        var nodes = Nodes(set, revision);
        IReadOnlyList<V1Pod> running =
        [
            .. nodes.Where(n => n is { ShouldRun: true, Pods.Count: > 0 }).Select(n => n.Pods[0]),
        ];
        var desired = nodes.Count(node => node.ShouldRun);
        var available = running.Count(pod => pod.IsAvailable(set.Spec.MinReadySeconds, now));
        var status = new V1DaemonSetStatus
        {
            CurrentNumberScheduled = running.Count,
            DesiredNumberScheduled = desired,
            NumberMisscheduled = nodes.Count(node => node is { ShouldRun: false, Pods.Count: > 0 }),
            NumberReady = running.Count(pod => pod.IsReady()),
            NumberAvailable = OrAbsent(available),
            NumberUnavailable = OrAbsent(desired - available),
            UpdatedNumberScheduled = OrAbsent(running.Count(pod => pod.Revision() == DaemonPods.Hash(revision))),
            ObservedGeneration = set.Metadata.Generation,
            CollisionCount = set.Status?.CollisionCount,
        };
        if (KubernetesJson.Serialize(status) != KubernetesJson.Serialize(set.Status))
            cluster.DaemonSets.ChangeStatus(
                set.Metadata.NamespaceProperty,
                set.Metadata.Name,
                changed => changed.Status = status
            );
        if (running.NextAvailable(set.Spec.MinReadySeconds, now) is { } next)
            EnqueueAfter(set.Key(), next);
    }

    // The API leaves a count of zero out.
    private static int? OrAbsent(int count) => count is 0 ? null : count;
}
