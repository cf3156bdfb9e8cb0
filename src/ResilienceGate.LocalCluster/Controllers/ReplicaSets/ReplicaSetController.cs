using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.ReplicaSets;

/// <summary>Keeps as many pods of one template alive as each ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.ReplicaSets, set => [set.Key()], ct),
            WatchAsync(
                cluster.Pods,
                pod => Ownership.Concerned(pod, "ReplicaSet", cluster.ReplicaSets, set => set.Spec.Selector),
                ct
            ),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.ReplicaSets.Find(key.Namespace, key.Name) is not { } set)
            return;
        StatusException? failure = null;
        try
        {
            if (set.Metadata.DeletionTimestamp is null)
                Scale(set, [.. Pods(set).Where(pod => pod.IsActive())]);
        }
        catch (StatusException e)
        {
            failure = e;
            throw;
        }
        finally
        {
            // Also when a pod was refused: those that exist count all the same.
            WriteStatus(set, failure);
        }
    }

    private IReadOnlyList<V1Pod> Pods(V1ReplicaSet set) =>
        cluster.Pods.Claim(set, set.Spec.Selector, eligible: pod => pod.IsActive());

    private void Scale(V1ReplicaSet set, IReadOnlyList<V1Pod> active)
    {
        var surplus = active.Count - (set.Spec.Replicas ?? 1);
        for (var missing = -surplus; missing > 0; missing--)
            CreatePod(set);
        foreach (var pod in ScaleDownOrder.Of(active, Siblings(set)).Take(surplus))
        {
            cluster.Pods.Delete(pod);
            events.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
        }
    }

    /// <summary>The pods of all ReplicaSets of the same Deployment.</summary>
    private IEnumerable<V1Pod> Siblings(V1ReplicaSet set)
    {
        var owner = set.ControllerReference()?.Uid;
        var sets = cluster
            .ReplicaSets.List(set.Metadata.NamespaceProperty)
            .Where(other =>
                other.Metadata.Uid == set.Metadata.Uid
                || (owner is not null && owner == other.ControllerReference()?.Uid)
            )
            .Select(other => other.Metadata.Uid)
            .ToHashSet();
        return cluster
            .Pods.List(set.Metadata.NamespaceProperty)
            .Where(pod => pod.ControllerReference() is { } reference && sets.Contains(reference.Uid));
    }

    private void CreatePod(V1ReplicaSet set)
    {
        var pod = PodTemplates.NewPod(set.Spec.Template, set);
        pod.Metadata.GenerateName = $"{set.Metadata.Name}-";
        try
        {
            var created = cluster.Pods.Create(pod);
            events.Normal(set, "SuccessfulCreate", $"Created pod: {created.Metadata.Name}");
        }
        catch (StatusException e)
        {
            events.Warning(set, "FailedCreate", $"Error creating: {e.Message}");
            throw;
        }
    }

    private void WriteStatus(V1ReplicaSet set, StatusException? failure)
    {
        var pods = Pods(set);
        IReadOnlyList<V1Pod> active = [.. pods.Where(pod => pod.IsActive())];
        var now = Clock.GetUtcNow().UtcDateTime;
        var status = new V1ReplicaSetStatus
        {
            Replicas = active.Count,
            FullyLabeledReplicas = OrAbsent(active.Count(pod => HasLabels(pod, set.Spec.Template.Metadata?.Labels))),
            ReadyReplicas = OrAbsent(active.Count(pod => pod.IsReady())),
            AvailableReplicas = OrAbsent(active.Count(pod => pod.IsAvailable(set.Spec.MinReadySeconds, now))),
            TerminatingReplicas = pods.Count(pod => pod.IsTerminating() && !pod.HasEnded()),
            ObservedGeneration = set.Metadata.Generation,
            Conditions = Conditions(set, failure, active.Count),
        };
        if (KubernetesJson.Serialize(status) != KubernetesJson.Serialize(set.Status))
            cluster.ReplicaSets.ChangeStatus(
                set.Metadata.NamespaceProperty,
                set.Metadata.Name,
                changed => changed.Status = status
            );
        if (active.NextAvailable(set.Spec.MinReadySeconds, now) is { } next)
            EnqueueAfter(set.Key(), next);
    }

    private IList<V1ReplicaSetCondition>? Conditions(V1ReplicaSet set, StatusException? failure, int active)
    {
        if (failure is null)
            return null;
        if (set.Status?.Conditions is { Count: > 0 } known)
            return known;
        return
        [
            new V1ReplicaSetCondition
            {
                Type = "ReplicaFailure",
                Status = "True",
                Reason = active < (set.Spec.Replicas ?? 1) ? "FailedCreate" : "FailedDelete",
                Message = failure.Message,
                LastTransitionTime = Clock.Seconds(),
            },
        ];
    }

    private static bool HasLabels(V1Pod pod, IDictionary<string, string>? labels) =>
        labels is null || labels.All(label => Selectors.Value(pod.Metadata.Labels, label.Key) == label.Value);

    // The API leaves a count of zero out.
    private static int? OrAbsent(int count) => count is 0 ? null : count;
}
