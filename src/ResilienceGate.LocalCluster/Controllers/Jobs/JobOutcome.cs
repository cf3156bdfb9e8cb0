using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>That a Job is over, though its last pods may still have to end.</summary>
/// <param name="Condition">SuccessCriteriaMet or FailureTarget.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">Why, in a sentence.</param>
internal sealed record JobOutcome(string Condition, string Reason, string Message)
{
    private const string SuccessCriteriaMet = "SuccessCriteriaMet";
    private const string FailureTarget = "FailureTarget";

    public static JobOutcome Completed { get; } =
        new(SuccessCriteriaMet, "CompletionsReached", "Reached expected number of succeeded pods");

    public bool IsSuccess => Condition is SuccessCriteriaMet;

    /// <summary>The condition that is set when nothing of it runs any more.</summary>
    public string TerminalCondition => IsSuccess ? "Complete" : "Failed";

    /// <returns>Null: it goes on.</returns>
    public static JobOutcome? Of(V1Job job, JobPods pods, JobTally tally, DateTime now) =>
        Known(job, SuccessCriteriaMet)
        ?? Known(job, FailureTarget)
        ?? Failure(job, pods, tally, now)
        ?? Success(job, tally);

    private static JobOutcome? Known(V1Job job, string condition) =>
        job.Status.Condition(condition) is { } known ? new JobOutcome(condition, known.Reason, known.Message) : null;

    private static JobOutcome? Failure(V1Job job, JobPods pods, JobTally tally, DateTime now)
    {
        var forbidden = pods
            .All.Where(pod => JobPods.IsFailed(job, pod))
            .Select(pod => FailurePolicy.Judge(job, pod).JobFailure)
            .FirstOrDefault(failure => failure is not null);
        if (forbidden is not null)
            return new JobOutcome(FailureTarget, "PodFailurePolicy", forbidden);
        var limit = job.Spec.BackoffLimit ?? 6;
        // Containers that are restarted in place are retries too; with a limit of 0 the first one is too many.
        var isOver =
            tally.Failed > limit
            || (job.Spec.Template.Spec.RestartPolicy is "OnFailure" && pods.Restarts >= Math.Max(limit, 1));
        if (isOver)
            return new JobOutcome(FailureTarget, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        if (JobDeadline.Of(job) <= now)
            return new JobOutcome(FailureTarget, "DeadlineExceeded", "Job was active longer than specified deadline");
        return tally.FailedIndexes is { Count: > 0 } failed ? Failure(job, tally, failed.Count) : null;
    }

    private static JobOutcome? Failure(V1Job job, JobTally tally, int failed)
    {
        if (failed > job.Spec.MaxFailedIndexes)
            return new JobOutcome(
                FailureTarget,
                "MaxFailedIndexesExceeded",
                "Job has exceeded the specified maximal number of failed indexes"
            );
        return failed + tally.Completed.Count >= job.Spec.Completions
            ? new JobOutcome(FailureTarget, "FailedIndexes", "Job has failed indexes")
            : null;
    }

    private static JobOutcome? Success(V1Job job, JobTally tally) =>
        SuccessPolicies.Match(job, tally.Completed) is { } message
            ? new JobOutcome(SuccessCriteriaMet, "SuccessPolicy", message)
            : null;
}
