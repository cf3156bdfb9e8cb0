using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Deployments;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.ReplicaSets;

/// <summary>Keeps as many pods of one template alive as each ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.ReplicaSets, set => [set.Key()], ct),
            WatchAsync(cluster.Pods, pod => pod.ControllerKey("ReplicaSet"), ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.ReplicaSets.Find(key.Namespace, key.Name) is not { Metadata.DeletionTimestamp: null } set)
            return;
        try
        {
            Scale(set, ActivePods(set));
        }
        finally
        {
            // Also when a pod was refused: those that exist count all the same.
            WriteStatus(set, ActivePods(set));
        }
    }

    private IReadOnlyList<V1Pod> ActivePods(V1ReplicaSet set) =>
        [
            .. cluster
                .Pods.List(set.Metadata.NamespaceProperty)
                .Where(pod =>
                    pod.IsControlledBy(set)
                    && pod.Metadata.DeletionTimestamp is null
                    && pod.Status?.Phase is not ("Succeeded" or "Failed")
                ),
        ];

    private void Scale(V1ReplicaSet set, IReadOnlyList<V1Pod> active)
    {
        var surplus = active.Count - (set.Spec.Replicas ?? 1);
        for (var missing = -surplus; missing > 0; missing--)
            CreatePod(set);
        if (surplus <= 0)
            return;
        // What serves least is lost first: not ready before ready, then the youngest.
        foreach (
            var pod in active
                .OrderBy(pod => ReadySince(pod) is not null)
                .ThenByDescending(pod => pod.Metadata.CreationTimestamp)
                .Take(surplus)
        )
        {
            cluster.Pods.Delete(pod);
            events.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
        }
    }

    private void CreatePod(V1ReplicaSet set)
    {
        var template = PodTemplates.Copy(set.Spec.Template);
        var pod = new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta
            {
                GenerateName = $"{set.Metadata.Name}-",
                NamespaceProperty = set.Metadata.NamespaceProperty,
                Labels = template.Metadata?.Labels,
                Annotations = template.Metadata?.Annotations,
                Finalizers = template.Metadata?.Finalizers,
                OwnerReferences = [set.AsController()],
            },
            Spec = template.Spec,
        };
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

    private void WriteStatus(V1ReplicaSet set, IReadOnlyList<V1Pod> active)
    {
        var minReady = TimeSpan.FromSeconds(set.Spec.MinReadySeconds ?? 0);
        var now = Clock.GetUtcNow().UtcDateTime;
        IReadOnlyList<TimeSpan> untilAvailable =
        [
            .. active.Select(ReadySince).OfType<DateTime>().Select(since => since + minReady - now),
        ];
        var available = untilAvailable.Count(left => minReady == TimeSpan.Zero || left <= TimeSpan.Zero);
        var status = new V1ReplicaSetStatus
        {
            Replicas = active.Count,
            FullyLabeledReplicas = active.Count(pod => HasLabels(pod, set.Spec.Template.Metadata?.Labels)),
            ReadyReplicas = untilAvailable.Count,
            AvailableReplicas = available,
            ObservedGeneration = set.Metadata.Generation,
            Conditions = set.Status?.Conditions,
        };
        if (
            !string.Equals(
                KubernetesJson.Serialize(status),
                KubernetesJson.Serialize(set.Status),
                StringComparison.Ordinal
            )
        )
            cluster.ReplicaSets.ChangeStatus(
                set.Metadata.NamespaceProperty,
                set.Metadata.Name,
                changed => changed.Status = status
            );
        if (available < untilAvailable.Count)
            EnqueueAfter(set.Key(), untilAvailable.Where(left => left > TimeSpan.Zero).Min());
    }

    private static DateTime? ReadySince(V1Pod pod) =>
        pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Ready", Status: "True" }) is { } ready
            ? ready.LastTransitionTime ?? DateTime.UnixEpoch
            : null;

    private static bool HasLabels(V1Pod pod, IDictionary<string, string>? labels) =>
        labels is null
        || labels.All(label =>
            pod.Metadata.Labels is { } own
            && own.TryGetValue(label.Key, out var value)
            && string.Equals(value, label.Value, StringComparison.Ordinal)
        );
}
