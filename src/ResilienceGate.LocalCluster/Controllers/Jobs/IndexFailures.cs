using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>
/// The failures of each index of a Job with <c>backoffLimitPerIndex</c>. The last failed pod of an index keeps their
/// number until its successor takes it over.
/// </summary>
internal static class IndexFailures
{
    private const string CountKey = "batch.kubernetes.io/job-index-failure-count";
    private const string IgnoredKey = "batch.kubernetes.io/job-index-ignored-failure-count";

    /// <summary>This pod's failure was one too many for its index.</summary>
    public static bool Exhausts(V1Job job, V1Pod pod)
    {
        if (!JobPods.IsFailed(job, pod))
            return false;
        var verdict = FailurePolicy.Judge(job, pod);
        return verdict.FailsIndex || (verdict.Counts && Number(pod, CountKey) >= job.Spec.BackoffLimitPerIndex);
    }

    /// <summary>The pods that are kept for their successors, by index.</summary>
    public static IReadOnlyDictionary<int, V1Pod> Predecessors(V1Job job, JobPods pods, JobTally tally)
    {
        var active = pods.Active.Select(pod => JobIndexes.Of(job, pod)).OfType<int>().ToHashSet();
        return pods
            .NewlyFailed.GroupBy(pod => JobIndexes.Of(job, pod) ?? -1)
            .Where(group =>
                !active.Contains(group.Key)
                && !tally.Completed.Contains(group.Key)
                && tally.FailedIndexes?.Contains(group.Key) is not true
            )
            .ToDictionary(
                group => group.Key,
                group =>
                    group.OrderBy(pod => Number(pod, CountKey) + Number(pod, IgnoredKey)).ThenBy(JobBackOff.End).Last()
            );
    }

    /// <summary>Writes on a new pod how often its index has failed.</summary>
    public static void Inherit(V1Job job, V1Pod pod, V1Pod? predecessor)
    {
        var isCounted = predecessor is not null && FailurePolicy.Judge(job, predecessor).Counts;
        var counted = predecessor is null ? 0 : Number(predecessor, CountKey) + (isCounted ? 1 : 0);
        var ignored = predecessor is null ? 0 : Number(predecessor, IgnoredKey) + (isCounted ? 0 : 1);
        pod.SetAnnotation(CountKey, counted.ToString(CultureInfo.InvariantCulture));
        if (ignored > 0)
            pod.SetAnnotation(IgnoredKey, ignored.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>How long an index waits for its next pod.</summary>
    public static TimeSpan Remaining(V1Pod predecessor, DateTime now) =>
        JobBackOff.Remaining(
            Number(predecessor, CountKey) + Number(predecessor, IgnoredKey) + 1,
            JobBackOff.End(predecessor),
            now
        );

    private static int Number(V1Pod pod, string key) =>
        int.TryParse(pod.GetAnnotation(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
