using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>How long a Job waits to replace a failed pod: 10 s, doubling with each failure in a row, to 10 minutes.</summary>
internal static class JobBackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <returns>Zero or less when a pod may be created now.</returns>
    public static TimeSpan Remaining(JobPods pods, DateTime now)
    {
        var lastSuccess = pods.Succeeded.Select(End).DefaultIfEmpty(DateTime.MinValue).Max();
        IReadOnlyList<DateTime> failures = [.. pods.Failed.Select(End).Where(end => end > lastSuccess)];
        if (failures.Count is 0)
            return TimeSpan.Zero;
        var wait = First * Math.Pow(2, Math.Min(failures.Count - 1, 10));
        return failures.Max() + (wait < Longest ? wait : Longest) - now;
    }

    private static DateTime End(V1Pod pod) =>
        (pod.Status.ContainerStatuses ?? []).Select(status => status.State?.Terminated?.FinishedAt).Max()
        ?? pod.Status.Conditions?.FirstOrDefault(condition => condition.Type is "Ready")?.LastTransitionTime
        ?? pod.Metadata.CreationTimestamp
        ?? DateTime.MinValue;
}
