using System.Globalization;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>Replaces the pods of a Deployment by those of its present template, one ReplicaSet per template.</summary>
internal sealed class DeploymentController(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    private const string RevisionAnnotation = NewReplicaSet.RevisionAnnotation;

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Deployments, deployment => [deployment.Key()], ct),
            WatchAsync(cluster.ReplicaSets, set => set.ControllerKey("Deployment"), ct),
            WatchAsync(cluster.Pods, DeploymentOf, ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.Deployments.Find(key.Namespace, key.Name) is not { Metadata.DeletionTimestamp: null } deployment)
            return;
        var identity = PodTemplates.Identity(deployment.Spec.Template);
        if (deployment.Spec.Paused is true)
            ScalePaused(deployment, Owned(deployment));
        else
            Roll(deployment, identity);

        var sets = Owned(deployment);
        var current = Current(sets, identity);
        WriteStatus(deployment, sets, current);
    }

    // A Recreate waits for the last old pod to be gone, which no ReplicaSet's status tells.
    private IEnumerable<ObjectKey> DeploymentOf(V1Pod pod) =>
        pod.ControllerKey("ReplicaSet")
            .Select(owner => cluster.ReplicaSets.Find(owner.Namespace, owner.Name))
            .OfType<V1ReplicaSet>()
            .SelectMany(set => set.ControllerKey("Deployment"));

    /// <summary>The oldest first.</summary>
    private IReadOnlyList<V1ReplicaSet> Owned(V1Deployment deployment) =>
        [
            .. cluster
                .ReplicaSets.List(deployment.Metadata.NamespaceProperty)
                .Where(set => set.IsControlledBy(deployment) && set.Metadata.DeletionTimestamp is null)
                .OrderBy(set => set.Metadata.CreationTimestamp)
                .ThenBy(Revision),
        ];

    private static V1ReplicaSet? Current(IReadOnlyList<V1ReplicaSet> sets, string identity) =>
        sets.FirstOrDefault(set =>
            string.Equals(PodTemplates.Identity(set.Spec.Template), identity, StringComparison.Ordinal)
        );

    private void Roll(V1Deployment deployment, string identity)
    {
        var sets = Owned(deployment);
        var found = Current(sets, identity);
        IReadOnlyList<V1ReplicaSet> old = [.. sets.Where(set => !ReferenceEquals(set, found))];
        if (deployment.Spec.Strategy?.Type is "Recreate")
        {
            foreach (var set in old)
                Scale(deployment, set, 0);
            if (old.Any(HasRunningPods))
                return;
            Scale(deployment, Ensure(deployment, found, old, identity), deployment.Spec.Replicas ?? 1);
        }
        else
        {
            RollStep(deployment, Ensure(deployment, found, old, identity), old);
        }

        CleanUp(deployment, old);
    }

    private void RollStep(V1Deployment deployment, V1ReplicaSet current, IReadOnlyList<V1ReplicaSet> old)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        var bounds = RolloutBounds.Of(deployment);
        var total = old.Sum(Wanted) + Wanted(current);
        var room = Math.Max(0, replicas + bounds.MaxSurge - total);
        var next = Math.Min(replicas, Wanted(current) + room);
        if (next != Wanted(current))
        {
            // The change of the ReplicaSet brings the next step.
            Scale(deployment, current, next);
            return;
        }

        var least = replicas - bounds.MaxUnavailable;
        var spare = total - least - (Wanted(current) - Available(current));
        var left = old.ToDictionary(set => set.Metadata.Name, Wanted, StringComparer.Ordinal);
        // Replicas that do not serve can go at no cost.
        foreach (var set in old)
            spare -= Take(left, set, Math.Min(spare, Wanted(set) - Available(set)));
        var serving = Math.Min(spare, old.Sum(Available) + Available(current) - least);
        foreach (var set in old)
            serving -= Take(left, set, Math.Min(serving, left[set.Metadata.Name]));
        foreach (var set in old)
            Scale(deployment, set, left[set.Metadata.Name]);
    }

    private static int Take(Dictionary<string, int> left, V1ReplicaSet set, int count)
    {
        var taken = Math.Max(0, count);
        left[set.Metadata.Name] -= taken;
        return taken;
    }

    // The rollout stands still; the difference goes to the ReplicaSet that carries most of the pods.
    private void ScalePaused(V1Deployment deployment, IReadOnlyList<V1ReplicaSet> sets)
    {
        if (sets.OrderByDescending(Wanted).ThenByDescending(Revision).FirstOrDefault() is not { } largest)
            return;
        var replicas = deployment.Spec.Replicas ?? 1;
        var total = sets.Sum(Wanted);
        var surge = sets.Count(set => Wanted(set) > 0) > 1 ? RolloutBounds.Of(deployment).MaxSurge : 0;
        if (total < replicas || total > replicas + surge)
            Scale(deployment, largest, Math.Max(0, Wanted(largest) + replicas - total));
    }

    private V1ReplicaSet Ensure(
        V1Deployment deployment,
        V1ReplicaSet? found,
        IReadOnlyList<V1ReplicaSet> old,
        string identity
    )
    {
        var revision = Math.Max(old.Select(Revision).DefaultIfEmpty(0).Max() + 1, found is null ? 0 : Revision(found));
        var text = revision.ToString(CultureInfo.InvariantCulture);
        var current =
            found ?? cluster.ReplicaSets.Create(NewReplicaSet.Of(deployment, PodTemplates.Hash(identity), text));
        var minReady = deployment.Spec.MinReadySeconds ?? 0;
        if (Revision(current) != revision || (current.Spec.MinReadySeconds ?? 0) != minReady)
            cluster.ReplicaSets.Change(
                current.Metadata.NamespaceProperty,
                current.Metadata.Name,
                set =>
                {
                    set.SetAnnotation(RevisionAnnotation, text);
                    set.Spec.MinReadySeconds = minReady;
                }
            );
        if (!string.Equals(deployment.GetAnnotation(RevisionAnnotation), text, StringComparison.Ordinal))
            cluster.Deployments.Change(
                deployment.Metadata.NamespaceProperty,
                deployment.Metadata.Name,
                changed => changed.SetAnnotation(RevisionAnnotation, text)
            );
        return current;
    }

    private void Scale(V1Deployment deployment, V1ReplicaSet set, int replicas)
    {
        var before = Wanted(set);
        if (before == replicas)
            return;
        cluster.ReplicaSets.Change(
            set.Metadata.NamespaceProperty,
            set.Metadata.Name,
            changed => changed.Spec.Replicas = replicas
        );
        var direction = replicas > before ? "up" : "down";
        events.Normal(
            deployment,
            "ScalingReplicaSet",
            $"Scaled {direction} replica set {set.Metadata.Name} from {before} to {replicas}"
        );
    }

    private void CleanUp(V1Deployment deployment, IReadOnlyList<V1ReplicaSet> old)
    {
        if (deployment.Status is not { } status || !DeploymentProgress.IsComplete(deployment, status))
            return;
        IReadOnlyList<V1ReplicaSet> idle = [.. old.Where(s => Wanted(s) is 0 && (s.Status?.Replicas ?? 0) is 0)];
        foreach (var set in idle.OrderBy(Revision).Take(idle.Count - (deployment.Spec.RevisionHistoryLimit ?? 10)))
            cluster.ReplicaSets.Delete(set);
    }

    private void WriteStatus(V1Deployment deployment, IReadOnlyList<V1ReplicaSet> sets, V1ReplicaSet? current)
    {
        var status = DeploymentProgress.Status(deployment, sets, current, Clock.Seconds());
        if (
            !string.Equals(
                KubernetesJson.Serialize(status),
                KubernetesJson.Serialize(deployment.Status),
                StringComparison.Ordinal
            )
        )
            cluster.Deployments.ChangeStatus(
                deployment.Metadata.NamespaceProperty,
                deployment.Metadata.Name,
                changed => changed.Status = status
            );
        // Nothing else would wake the controller when a rollout hangs.
        if (status.Conditions.FirstOrDefault(c => c.Reason is "ReplicaSetUpdated")?.LastUpdateTime is { } since)
        {
            var deadline = since.AddSeconds(deployment.Spec.ProgressDeadlineSeconds ?? 600);
            EnqueueAfter(deployment.Key(), deadline.AddSeconds(1) - Clock.GetUtcNow().UtcDateTime);
        }
    }

    private bool HasRunningPods(V1ReplicaSet set) =>
        cluster
            .Pods.List(set.Metadata.NamespaceProperty)
            .Any(pod => pod.IsControlledBy(set) && pod.Status?.Phase is not ("Succeeded" or "Failed"));

    private static int Wanted(V1ReplicaSet set) => set.Spec.Replicas ?? 1;

    // A status from before a scale-down still counts pods that are about to go.
    private static int Available(V1ReplicaSet set) => Math.Min(set.Status?.AvailableReplicas ?? 0, Wanted(set));

    private static long Revision(V1ReplicaSet set) =>
        long.TryParse(set.GetAnnotation(RevisionAnnotation), CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 0;
}
