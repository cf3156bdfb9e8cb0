using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.StatefulSets;

/// <summary>
/// Keeps the pods of StatefulSets, each by its ordinal: one after the other, upwards to create and downwards to delete
/// and to update, unless the set allows all at once (<c>pkg/controller/statefulset</c>).
/// </summary>
internal sealed class StatefulSetController(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    private readonly StatefulPods _pods = new(cluster, events);
    private readonly ControllerRevisions _history = new(cluster.ControllerRevisions);

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.StatefulSets, set => [set.Key()], ct),
            WatchAsync(
                cluster.Pods,
                pod => Ownership.Concerned(pod, "StatefulSet", cluster.StatefulSets, set => set.Spec.Selector),
                ct
            ),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.StatefulSets.Find(key.Namespace, key.Name) is not { } set)
            return;
        var known = _history.Of(set, set.Spec.Selector);
        var update = _history.Record(set, set.Spec.Template, known);
        var current = known.FirstOrDefault(revision => revision.Metadata.Name == set.Status?.CurrentRevision) ?? update;
        var revisions = new StatefulSetRevisions(current, update);
        try
        {
            if (set.Metadata.DeletionTimestamp is null)
                Advance(set, revisions);
        }
        finally
        {
            // Also when a pod was refused: those that exist count all the same.
            WriteStatus(set, revisions);
        }

        HashSet<string> live = [current.Metadata.Name, update.Metadata.Name];
        live.UnionWith(Pods(set).Select(pod => pod.Revision()).OfType<string>());
        _history.Truncate(known, live, set.Spec.RevisionHistoryLimit ?? 10);
    }

    private IReadOnlyList<V1Pod> Pods(V1StatefulSet set) =>
        cluster.Pods.Claim(set, set.Spec.Selector, eligible: pod => Ordinals.Of(set, pod) is not null);

    private void Advance(V1StatefulSet set, StatefulSetRevisions revisions)
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        var byOrdinal = Pods(set)
            .Where(pod => Ordinals.Of(set, pod) is not null)
            .ToDictionary(pod => Ordinals.Of(set, pod) ?? 0);
        var wanted = Ordinals.Of(set).ToHashSet();
        foreach (var (ordinal, pod) in byOrdinal)
            _pods.Claims.Assign(set, pod, ordinal, isCondemned: !wanted.Contains(ordinal));
        if (!Fill(set, revisions, byOrdinal, now))
            return;
        var condemned = byOrdinal.Where(pod => !wanted.Contains(pod.Key)).OrderByDescending(pod => pod.Key).ToList();
        if (!Shrink(set, [.. condemned.Select(pod => pod.Value)], byOrdinal.Values, now))
            return;
        if (set.Spec.UpdateStrategy?.Type is not "OnDelete")
            Update(set, revisions.Update, byOrdinal, now);
    }

    /// <summary>Creates the pods that are missing.</summary>
    /// <returns>Whether there is no need to wait for any of them.</returns>
    private bool Fill(V1StatefulSet set, StatefulSetRevisions revisions, Dictionary<int, V1Pod> byOrdinal, DateTime now)
    {
        var proceeds = true;
        foreach (var ordinal in Ordinals.Of(set))
        {
            if (!byOrdinal.TryGetValue(ordinal, out var pod))
            {
                _pods.Create(set, revisions.For(set, ordinal), ordinal);
                proceeds = false;
            }
            else if (pod.HasEnded())
            {
                if (!pod.IsTerminating())
                    _pods.Delete(set, pod);
                // Its successor comes when it is gone.
                proceeds = false;
            }
            else
            {
                if (pod.Status?.Phase is "Pending")
                    _pods.Claims.Create(set, ordinal);
                proceeds &= !pod.IsTerminating() && IsAvailable(set, pod, now);
            }

            if (!proceeds && !IsParallel(set))
                return false;
        }

        // At once, a set also shrinks and updates while some of its pods are not ready.
        return IsParallel(set) || proceeds;
    }

    /// <summary>Deletes the pods beyond the wanted number.</summary>
    /// <returns>Whether none is left.</returns>
    private bool Shrink(V1StatefulSet set, List<V1Pod> condemned, IEnumerable<V1Pod> all, DateTime now)
    {
        if (IsParallel(set))
        {
            foreach (var pod in condemned.Where(pod => !pod.IsTerminating()))
                _pods.Delete(set, pod);
            return true;
        }

        if (condemned is not [var last, ..])
            return true;
        var firstUnavailable = all.OrderBy(pod => Ordinals.Of(set, pod))
            .FirstOrDefault(pod => pod.IsTerminating() || !IsAvailable(set, pod, now));
        var isItsTurn = IsAvailable(set, last, now) || ReferenceEquals(last, firstUnavailable);
        if (!last.IsTerminating() && isItsTurn)
            _pods.Delete(set, last);
        return false;
    }

    /// <summary>Deletes the highest pod of another template; those below wait until its successor is available.</summary>
    private void Update(V1StatefulSet set, V1ControllerRevision update, Dictionary<int, V1Pod> byOrdinal, DateTime now)
    {
        var partition = set.Spec.UpdateStrategy?.RollingUpdate?.Partition ?? 0;
        foreach (var ordinal in Ordinals.Of(set).Skip(partition).Reverse())
        {
            if (!byOrdinal.TryGetValue(ordinal, out var pod))
                return;
            if (pod.Revision() != update.Metadata.Name && !pod.IsTerminating())
            {
                _pods.Delete(set, pod);
                return;
            }

            if (pod.IsTerminating() || !IsAvailable(set, pod, now))
                return;
        }
    }

    private void WriteStatus(V1StatefulSet set, StatefulSetRevisions revisions)
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        var pods = Pods(set);
        var status = StatefulSetStatus.Of(set, revisions, pods, now);
        if (KubernetesJson.Serialize(status) != KubernetesJson.Serialize(set.Status))
            cluster.StatefulSets.ChangeStatus(
                set.Metadata.NamespaceProperty,
                set.Metadata.Name,
                changed => changed.Status = status
            );
        if (pods.NextAvailable(set.Spec.MinReadySeconds, now) is { } next)
            EnqueueAfter(set.Key(), next);
    }

    private static bool IsParallel(V1StatefulSet set) => set.Spec.PodManagementPolicy is "Parallel";

    private static bool IsAvailable(V1StatefulSet set, V1Pod pod, DateTime now) =>
        pod.Status?.Phase is "Running" && pod.IsAvailable(set.Spec.MinReadySeconds, now);
}
