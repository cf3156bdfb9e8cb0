using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>How long a Job waits to replace a failed pod: 10 s, doubling with each failure in a row, to 10 minutes.</summary>
/// <param name="Failures">Since the last success.</param>
/// <param name="Last">When the last of them was.</param>
internal sealed record JobBackOff(int Failures, DateTime Last)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static JobBackOff None { get; } = new(0, DateTime.MinValue);

    /// <summary>With what has just ended taken in.</summary>
    public JobBackOff After(IEnumerable<V1Pod> succeeded, IEnumerable<V1Pod> failed)
    {
        var failures = failed.Select(End).ToList();
        if (succeeded.Select(End).ToList() is not { Count: > 0 } successes)
            return failures.Count is 0 ? this : new JobBackOff(Failures + failures.Count, failures.Max());
        var lastSuccess = successes.Max();
        var since = failures.Where(end => end > lastSuccess).ToList();
        return since.Count is 0 ? None : new JobBackOff(since.Count, since.Max());
    }

    /// <returns>Zero or less when a pod may be created now.</returns>
    public TimeSpan Remaining(DateTime now) => Remaining(Failures, Last, now);

    /// <inheritdoc cref="Remaining(DateTime)"/>
    public static TimeSpan Remaining(int failures, DateTime last, DateTime now)
    {
        if (failures is 0)
            return TimeSpan.Zero;
        var wait = First * Math.Pow(2, Math.Min(failures - 1, 10));
        return last + (wait < Longest ? wait : Longest) - now;
    }

    /// <summary>When a pod ended or, where nobody tells, when it was told to.</summary>
    public static DateTime End(V1Pod pod)
    {
        var ends = (pod.Status?.ContainerStatuses ?? [])
            .Select(status => status.State?.Terminated?.FinishedAt)
            .ToList();
        if (ends.Count > 0 && ends.TrueForAll(end => end is not null))
            return ends.Max() ?? DateTime.MinValue;
        var unready = pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Ready", Status: "False" });
        return unready?.LastTransitionTime
            ?? pod.Metadata.DeletionTimestamp?.AddSeconds(-(pod.Metadata.DeletionGracePeriodSeconds ?? 0))
            ?? pod.Metadata.CreationTimestamp
            ?? DateTime.MinValue;
    }
}
