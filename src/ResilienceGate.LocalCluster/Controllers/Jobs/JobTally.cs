using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>What a Job's pods came to: what was counted before, and what is new.</summary>
/// <param name="Succeeded">How many pods, or indexes, succeeded.</param>
/// <param name="Failed">How many pods failed, but for those whose failure is ignored.</param>
/// <param name="Completed">The indexes that succeeded.</param>
/// <param name="FailedIndexes">The indexes that failed for good; null: each failure is the whole Job's.</param>
internal sealed record JobTally(int Succeeded, int Failed, SortedSet<int> Completed, SortedSet<int>? FailedIndexes)
{
    public static JobTally Of(V1Job job, JobPods pods)
    {
        var status = job.Status;
        var succeeded = pods.NewlySucceeded.ToList();
        var failed = pods.NewlyFailed.ToList();
        var failures = (status?.Failed ?? 0) + failed.Count(pod => FailurePolicy.Judge(job, pod).Counts);
        if (!job.IsIndexed())
            return new JobTally((status?.Succeeded ?? 0) + succeeded.Count, failures, [], FailedIndexes: null);
        var completions = job.Spec.Completions ?? 0;
        var completed = JobIndexes.Parse(status?.CompletedIndexes, completions);
        completed.UnionWith(Indexes(job, succeeded));
        SortedSet<int>? failedIndexes = null;
        if (job.Spec.BackoffLimitPerIndex is not null)
        {
            failedIndexes = JobIndexes.Parse(status?.FailedIndexes, completions);
            failedIndexes.UnionWith(Indexes(job, failed.Where(pod => IndexFailures.Exhausts(job, pod))));
        }

        return new JobTally(completed.Count, failures, completed, failedIndexes);
    }

    private static IEnumerable<int> Indexes(V1Job job, IEnumerable<V1Pod> pods) =>
        pods.Select(pod => JobIndexes.Of(job, pod)).OfType<int>();
}
