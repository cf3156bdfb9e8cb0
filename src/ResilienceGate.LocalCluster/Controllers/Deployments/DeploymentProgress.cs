using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>The status of a Deployment, from those of its ReplicaSets.</summary>
internal static class DeploymentProgress
{
    public static bool IsComplete(V1Deployment deployment, V1DeploymentStatus status)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        return (status.UpdatedReplicas ?? 0) == wanted
            && (status.Replicas ?? 0) == wanted
            && (status.AvailableReplicas ?? 0) == wanted;
    }

    /// <param name="deployment">The Deployment.</param>
    /// <param name="sets">All its ReplicaSets.</param>
    /// <param name="current">The one of them that has its template; null before it is created.</param>
    /// <param name="now">Whole seconds.</param>
    public static V1DeploymentStatus Status(
        V1Deployment deployment,
        IReadOnlyList<V1ReplicaSet> sets,
        V1ReplicaSet? current,
        DateTime now
    )
    {
        var available = sets.Sum(set => set.Status?.AvailableReplicas ?? 0);
        var status = new V1DeploymentStatus
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = OrAbsent(sets.Sum(set => set.Status?.Replicas ?? 0)),
            UpdatedReplicas = OrAbsent(current?.Status?.Replicas ?? 0),
            ReadyReplicas = OrAbsent(sets.Sum(set => set.Status?.ReadyReplicas ?? 0)),
            AvailableReplicas = OrAbsent(available),
            UnavailableReplicas = OrAbsent(Math.Max(0, sets.Sum(set => set.Spec.Replicas ?? 1) - available)),
            CollisionCount = deployment.Status?.CollisionCount,
        };
        status.Conditions = [Availability(deployment, available, now), Progressing(deployment, status, current, now)];
        return status;
    }

    private static V1DeploymentCondition Availability(V1Deployment deployment, int available, DateTime now)
    {
        var least = (deployment.Spec.Replicas ?? 1) - RolloutBounds.Of(deployment).MaxUnavailable;
        if (deployment.Spec.Strategy?.Type is "Recreate")
            least = deployment.Spec.Replicas ?? 1;
        return available >= least
            ? Condition(
                deployment,
                ("Available", "True", "MinimumReplicasAvailable"),
                "Deployment has minimum availability.",
                now
            )
            : Condition(
                deployment,
                ("Available", "False", "MinimumReplicasUnavailable"),
                "Deployment does not have minimum availability.",
                now
            );
    }

    private static V1DeploymentCondition Progressing(
        V1Deployment deployment,
        V1DeploymentStatus status,
        V1ReplicaSet? current,
        DateTime now
    )
    {
        var before = Find(deployment, "Progressing");
        var subject = current is null
            ? $"Deployment \"{deployment.Metadata.Name}\""
            : $"ReplicaSet \"{current.Metadata.Name}\"";
        if (deployment.Spec.Paused is true)
            return Condition(deployment, ("Progressing", "Unknown", "DeploymentPaused"), "Deployment is paused", now);
        // A finished rollout stays finished when pods fail later.
        if (before is { Reason: "NewReplicaSetAvailable" } && status.Replicas == status.UpdatedReplicas)
            return before;
        if (IsComplete(deployment, status))
            return Condition(
                deployment,
                ("Progressing", "True", "NewReplicaSetAvailable"),
                $"{subject} has successfully progressed.",
                now
            );

        var deadline = TimeSpan.FromSeconds(deployment.Spec.ProgressDeadlineSeconds ?? 600);
        var progressed = HasProgressed(deployment.Status, status);
        if (!progressed && before is { Reason: "ProgressDeadlineExceeded" })
            return before;
        if (!progressed && before is { Reason: "ReplicaSetUpdated" } && before.LastUpdateTime + deadline <= now)
            return Condition(
                deployment,
                ("Progressing", "False", "ProgressDeadlineExceeded"),
                $"{subject} has timed out progressing.",
                now
            );
        var condition = Condition(
            deployment,
            ("Progressing", "True", "ReplicaSetUpdated"),
            $"{subject} is progressing.",
            now
        );
        if (progressed)
            condition.LastUpdateTime = now;
        return condition;
    }

    private static bool HasProgressed(V1DeploymentStatus? before, V1DeploymentStatus after) =>
        (after.UpdatedReplicas ?? 0) > (before?.UpdatedReplicas ?? 0)
        || Old(after) < Old(before)
        || (after.ReadyReplicas ?? 0) > (before?.ReadyReplicas ?? 0)
        || (after.AvailableReplicas ?? 0) > (before?.AvailableReplicas ?? 0);

    private static int Old(V1DeploymentStatus? status) => (status?.Replicas ?? 0) - (status?.UpdatedReplicas ?? 0);

    private static V1DeploymentCondition? Find(V1Deployment deployment, string type) =>
        deployment.Status?.Conditions?.FirstOrDefault(c => string.Equals(c.Type, type, StringComparison.Ordinal));

    private static V1DeploymentCondition Condition(
        V1Deployment deployment,
        (string Type, string Status, string Reason) state,
        string message,
        DateTime now
    )
    {
        var before = Find(deployment, state.Type);
        var sameStatus = string.Equals(before?.Status, state.Status, StringComparison.Ordinal);
        var same =
            sameStatus
            && string.Equals(before?.Reason, state.Reason, StringComparison.Ordinal)
            && string.Equals(before?.Message, message, StringComparison.Ordinal);
        return new V1DeploymentCondition
        {
            Type = state.Type,
            Status = state.Status,
            Reason = state.Reason,
            Message = message,
            LastUpdateTime = same ? before?.LastUpdateTime : now,
            LastTransitionTime = sameStatus ? before?.LastTransitionTime : now,
        };
    }

    // The API leaves a count of zero out.
    private static int? OrAbsent(int count) => count is 0 ? null : count;
}
