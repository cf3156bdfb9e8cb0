using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>Replaces the pods of a Deployment by those of its present template, one ReplicaSet per template.</summary>
internal sealed class DeploymentController(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    private readonly ReplicaSetScaler _scaler = new(cluster.ReplicaSets, events);

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Deployments, deployment => [deployment.Key()], ct),
            WatchAsync(
                cluster.ReplicaSets,
                set => Ownership.Concerned(set, "Deployment", cluster.Deployments, owner => owner.Spec.Selector),
                ct
            ),
            WatchAsync(cluster.Pods, pod => pod.IsActive() ? [] : DeploymentOf(pod), ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.Deployments.Find(key.Namespace, key.Name) is not { } deployment)
            return;
        var sets = Sets(deployment);
        var conditions = new DeploymentConditions(deployment.Status?.Conditions, Clock.Seconds());
        var follows = false;
        if (deployment.Metadata.DeletionTimestamp is null)
        {
            Pause(deployment, conditions);
            follows = deployment.Spec.Paused is not true && !ProportionalScaling.IsDue(deployment, sets);
            if (follows)
                Roll(deployment, sets, conditions);
            else
                Resize(deployment, sets);
        }

        WriteStatus(deployment, conditions, follows);
    }

    // A Recreate waits for the last old pod to be gone, which no ReplicaSet's status tells.
    private IEnumerable<ObjectKey> DeploymentOf(V1Pod pod) =>
        pod.ControllerKey("ReplicaSet")
            .Select(owner => cluster.ReplicaSets.Find(owner.Namespace, owner.Name))
            .OfType<V1ReplicaSet>()
            .SelectMany(set => set.ControllerKey("Deployment"));

    private DeploymentSets Sets(V1Deployment deployment) =>
        DeploymentSets.Of(deployment, cluster.ReplicaSets.Claim(deployment, deployment.Spec.Selector));

    private static void Pause(V1Deployment deployment, DeploymentConditions conditions)
    {
        var known = conditions.Find(DeploymentProgress.Condition)?.Reason;
        if (!DeploymentProgress.HasDeadline(deployment) || known is "ProgressDeadlineExceeded")
            return;
        if (deployment.Spec.Paused is true)
            conditions.Set(DeploymentProgress.Condition, "Unknown", DeploymentProgress.Paused, "Deployment is paused");
        else if (known is DeploymentProgress.Paused)
            conditions.Set(DeploymentProgress.Condition, "Unknown", "DeploymentResumed", "Deployment is resumed");
    }

    private void Resize(V1Deployment deployment, DeploymentSets sets)
    {
        if (sets.New is { } current)
            Renew(deployment, current, sets.Old);
        _scaler.Scale(deployment, ProportionalScaling.Plan(deployment, Sets(deployment)));
        if (deployment.Spec.Paused is true)
            CleanUp(deployment, sets.Old);
    }

    private void Roll(V1Deployment deployment, DeploymentSets sets, DeploymentConditions conditions)
    {
        if (deployment.Spec.Strategy?.Type is "Recreate")
        {
            if (_scaler.Scale(deployment, sets.Old.Select(set => (set, 0))) || sets.Old.Any(HasRunningPods))
                return;
            var created = Ensure(deployment, sets, conditions);
            _scaler.Scale(deployment, created, deployment.Spec.Replicas ?? 1);
        }
        else
        {
            var current = Ensure(deployment, sets, conditions);
            var total = sets.Old.Sum(DeploymentSets.Wanted) + DeploymentSets.Wanted(current);
            var next = RollingUpdate.Up(deployment, DeploymentSets.Wanted(current), total);
            // The change of a ReplicaSet brings the next step.
            if (_scaler.Scale(deployment, current, next))
                return;
            IReadOnlyList<V1ReplicaSet> old = [.. sets.Old.Where(set => DeploymentSets.Wanted(set) > 0)];
            if (_scaler.Scale(deployment, RollingUpdate.Down(deployment, current, old)))
                return;
        }

        if (DeploymentProgress.IsComplete(deployment, deployment.Status))
            CleanUp(deployment, sets.Old);
    }

    /// <returns>The ReplicaSet of the present template, which is created where there is none.</returns>
    private V1ReplicaSet Ensure(V1Deployment deployment, DeploymentSets sets, DeploymentConditions conditions)
    {
        if (sets.New is { } found)
        {
            if (DeploymentProgress.HasDeadline(deployment) && conditions.Find(DeploymentProgress.Condition) is null)
                conditions.Set(
                    DeploymentProgress.Condition,
                    "True",
                    "FoundNewReplicaSet",
                    $"Found new replica set \"{found.Metadata.Name}\""
                );
            return Renew(deployment, found, sets.Old);
        }

        var replicas = deployment.Spec.Strategy?.Type is "Recreate"
            ? deployment.Spec.Replicas ?? 1
            : RollingUpdate.Up(deployment, current: 0, sets.Old.Sum(DeploymentSets.Wanted));
        var revision = NextRevision(sets.Old);
        var created = Create(deployment, NewReplicaSet.Of(deployment, replicas, revision));
        if (replicas > 0)
            events.Normal(
                deployment,
                "ScalingReplicaSet",
                $"Scaled up replica set {created.Metadata.Name} from 0 to {replicas}"
            );
        if (DeploymentProgress.HasDeadline(deployment))
            conditions.Set(
                DeploymentProgress.Condition,
                "True",
                "NewReplicaSetCreated",
                $"Created new replica set \"{created.Metadata.Name}\""
            );
        Annotate(deployment, revision);
        return created;
    }

    private V1ReplicaSet Create(V1Deployment deployment, V1ReplicaSet set)
    {
        try
        {
            return cluster.ReplicaSets.Create(set);
        }
        catch (StatusException e) when (e.IsAlreadyExists)
        {
            // Another template had the same hash, or a ReplicaSet that is not ours has the name.
            cluster.Deployments.ChangeStatus(
                deployment.Metadata.NamespaceProperty,
                deployment.Metadata.Name,
                changed =>
                {
                    changed.Status ??= new V1DeploymentStatus();
                    changed.Status.CollisionCount = (changed.Status.CollisionCount ?? 0) + 1;
                }
            );
            throw;
        }
        catch (StatusException e)
        {
            var message = $"Failed to create new replica set \"{set.Metadata.Name}\": {e.Message}";
            events.Warning(deployment, "ReplicaSetCreateError", message);
            throw;
        }
    }

    private V1ReplicaSet Renew(V1Deployment deployment, V1ReplicaSet current, IReadOnlyList<V1ReplicaSet> old)
    {
        var revision = Math.Max(NextRevision(old), Annotations.Revision(current));
        var changed = cluster.ReplicaSets.Change(
            current.Metadata.NamespaceProperty,
            current.Metadata.Name,
            set =>
            {
                Annotations.SetRevision(set, deployment, revision);
                set.Spec.MinReadySeconds = deployment.Spec.MinReadySeconds;
            }
        );
        Annotate(deployment, revision);
        return changed ?? current;
    }

    private void Annotate(V1Deployment deployment, long revision)
    {
        var text = revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (deployment.GetAnnotation(Annotations.RevisionKey) != text)
            cluster.Deployments.Change(
                deployment.Metadata.NamespaceProperty,
                deployment.Metadata.Name,
                changed => changed.SetAnnotation(Annotations.RevisionKey, text)
            );
    }

    private static long NextRevision(IReadOnlyList<V1ReplicaSet> old) =>
        old.Select(Annotations.Revision).DefaultIfEmpty(0).Max() + 1;

    private void CleanUp(V1Deployment deployment, IReadOnlyList<V1ReplicaSet> old)
    {
        var surplus = old.Count - (deployment.Spec.RevisionHistoryLimit ?? 10);
        foreach (var set in old.OrderBy(Annotations.Revision).Take(surplus))
        {
            if (DeploymentSets.Wanted(set) is 0 && (set.Status?.Replicas ?? 0) is 0)
                cluster.ReplicaSets.Delete(set);
        }
    }

    private void WriteStatus(V1Deployment deployment, DeploymentConditions conditions, bool follows)
    {
        var sets = Sets(deployment);
        var status = DeploymentProgress.Status(deployment, sets, conditions);
        if (follows)
        {
            DeploymentProgress.Follow(deployment, status, sets.New, conditions, Clock.GetUtcNow());
            if (ReplicaFailure(sets) is { } failure)
                conditions.Set("ReplicaFailure", failure.Status, failure.Reason, failure.Message);
            else
                conditions.Remove("ReplicaFailure");
        }

        status.Conditions = conditions.Written;
        if (KubernetesJson.Serialize(status) != KubernetesJson.Serialize(deployment.Status))
            cluster.Deployments.ChangeStatus(
                deployment.Metadata.NamespaceProperty,
                deployment.Metadata.Name,
                changed => changed.Status = status
            );
        // Nothing else would wake the controller when a rollout hangs.
        if (follows && DeploymentProgress.NextLook(deployment, status) is { } next)
            EnqueueAfter(deployment.Key(), next - Clock.GetUtcNow());
    }

    private static V1ReplicaSetCondition? ReplicaFailure(DeploymentSets sets) =>
        sets
            .All.Reverse()
            .SelectMany(set => set.Status?.Conditions ?? [])
            .FirstOrDefault(c => c.Type is "ReplicaFailure");

    private bool HasRunningPods(V1ReplicaSet set) =>
        cluster.Pods.List(set.Metadata.NamespaceProperty).Any(pod => pod.IsControlledBy(set) && !pod.HasEnded());
}
