using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>The status of a Deployment, from those of its ReplicaSets (<c>pkg/controller/deployment/progress.go</c>).</summary>
internal static class DeploymentProgress
{
    public const string Condition = "Progressing";
    public const string Paused = "DeploymentPaused";
    private const string TimedOut = "ProgressDeadlineExceeded";
    private const string Done = "NewReplicaSetAvailable";

    /// <summary>Without a deadline the progress of a rollout is not followed.</summary>
    public static bool HasDeadline(V1Deployment deployment) =>
        deployment.Spec.ProgressDeadlineSeconds is not (null or int.MaxValue);

    public static bool IsComplete(V1Deployment deployment, V1DeploymentStatus? status)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        return (status?.UpdatedReplicas ?? 0) == wanted
            && (status?.Replicas ?? 0) == wanted
            && (status?.AvailableReplicas ?? 0) == wanted
            && status?.ObservedGeneration >= deployment.Metadata.Generation;
    }

    /// <summary>The numbers, and whether enough pods are available.</summary>
    public static V1DeploymentStatus Status(
        V1Deployment deployment,
        DeploymentSets sets,
        DeploymentConditions conditions
    )
    {
        var available = sets.All.Sum(set => set.Status?.AvailableReplicas ?? 0);
        var isEnough = available >= (deployment.Spec.Replicas ?? 1) - RolloutBounds.Of(deployment).MaxUnavailable;
        if (isEnough)
            conditions.Set("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
        else
            conditions.Set(
                "Available",
                "False",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability."
            );
        return new V1DeploymentStatus
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = OrAbsent(sets.All.Sum(set => set.Status?.Replicas ?? 0)),
            UpdatedReplicas = OrAbsent(sets.New?.Status?.Replicas ?? 0),
            ReadyReplicas = OrAbsent(sets.All.Sum(set => set.Status?.ReadyReplicas ?? 0)),
            AvailableReplicas = OrAbsent(available),
            UnavailableReplicas = OrAbsent(Math.Max(0, sets.All.Sum(DeploymentSets.Wanted) - available)),
            TerminatingReplicas = sets.All.Sum(set => set.Status?.TerminatingReplicas ?? 0),
            CollisionCount = deployment.Status?.CollisionCount,
        };
    }

    /// <summary>Tells how a rollout gets on.</summary>
    public static void Follow(
        V1Deployment deployment,
        V1DeploymentStatus status,
        V1ReplicaSet? current,
        DeploymentConditions conditions,
        DateTimeOffset now
    )
    {
        if (!HasDeadline(deployment))
        {
            conditions.Remove(Condition);
            return;
        }

        var known = conditions.Find(Condition);
        // A finished rollout stays finished when pods fail later.
        if (status.Replicas == status.UpdatedReplicas && known?.Reason is Done)
            return;
        var subject = current is null
            ? $"Deployment \"{deployment.Metadata.Name}\""
            : $"ReplicaSet \"{current.Metadata.Name}\"";
        if (IsComplete(deployment, status))
            conditions.Set(Condition, "True", Done, $"{subject} has successfully progressed.");
        else if (HasProgressed(deployment.Status, status))
            conditions.Renew(Condition, "True", "ReplicaSetUpdated", $"{subject} is progressing.");
        else if (Deadline(deployment, known) < now)
            conditions.Set(Condition, "False", TimedOut, $"{subject} has timed out progressing.");
    }

    /// <summary>When the rollout is to be looked at again, though nothing happens; null: never.</summary>
    public static DateTimeOffset? NextLook(V1Deployment deployment, V1DeploymentStatus status)
    {
        var known = status.Conditions?.FirstOrDefault(condition => condition.Type is Condition);
        return !HasDeadline(deployment) || IsComplete(deployment, status) || known?.Reason is Done or TimedOut
            ? null
            : Deadline(deployment, known)?.AddSeconds(1);
    }

    private static DateTimeOffset? Deadline(V1Deployment deployment, V1DeploymentCondition? known) =>
        known?.LastUpdateTime is { } since
            ? new DateTimeOffset(since).AddSeconds(deployment.Spec.ProgressDeadlineSeconds ?? 600)
            : null;

    private static bool HasProgressed(V1DeploymentStatus? before, V1DeploymentStatus after) =>
        (after.UpdatedReplicas ?? 0) > (before?.UpdatedReplicas ?? 0)
        || Old(after) < Old(before)
        || (after.ReadyReplicas ?? 0) > (before?.ReadyReplicas ?? 0)
        || (after.AvailableReplicas ?? 0) > (before?.AvailableReplicas ?? 0);

    private static int Old(V1DeploymentStatus? status) => (status?.Replicas ?? 0) - (status?.UpdatedReplicas ?? 0);

    // The API leaves a count of zero out.
    private static int? OrAbsent(int count) => count is 0 ? null : count;
}
