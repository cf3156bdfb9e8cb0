using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>The conditions of a Job's status.</summary>
internal static class JobConditions
{
    public static V1JobCondition? Condition(this V1JobStatus? status, string type) =>
        status?.Conditions?.FirstOrDefault(c => c.Type == type && c.Status is "True");

    public static bool IsFinished(this V1JobStatus? status) =>
        status.Condition("Complete") is not null || status.Condition("Failed") is not null;

    /// <summary>Sets a condition, unless it says so already; what never held need not be denied.</summary>
    /// <returns>Whether it changed.</returns>
    public static bool Set(
        this V1JobStatus status,
        string type,
        bool holds,
        string reason,
        string message,
        DateTime now
    )
    {
        status.Conditions ??= [];
        var value = holds ? "True" : "False";
        var existing = status.Conditions.FirstOrDefault(c => c.Type == type);
        if (existing is null ? !holds : existing.Status == value)
            return false;
        if (existing is not null)
            status.Conditions.Remove(existing);
        status.Conditions.Add(
            new V1JobCondition
            {
                Type = type,
                Status = value,
                Reason = reason,
                Message = message,
                LastProbeTime = now,
                LastTransitionTime = now,
            }
        );
        return true;
    }
}
