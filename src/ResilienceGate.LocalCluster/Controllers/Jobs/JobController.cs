using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>
/// Runs pods until enough of them have succeeded or too many have failed (<c>pkg/controller/job</c>). A finalizer keeps
/// each pod until it is counted, so that one that someone deletes is not forgotten.
/// </summary>
internal sealed class JobController(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    private const string NameLabel = "batch.kubernetes.io/job-name";

    private readonly JobScaler _scaler = new(cluster.Pods, events);
    private readonly Dictionary<string, JobBackOff> _backOffs = [];

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [WatchAsync(cluster.Jobs, job => [job.Key()], ct), WatchAsync(cluster.Pods, Concerned, ct)];

    protected override void Reconcile(ObjectKey key)
    {
        var job = cluster.Jobs.Find(key.Namespace, key.Name);
        foreach (var pod in Abandoned(key, job))
            _scaler.Untrack(pod);
        if (job is null || job.Status.IsFinished())
        {
            _backOffs.Remove(job?.Metadata.Uid ?? "");
            return;
        }

        // Kueue and its like run such a Job elsewhere.
        if (job.Spec.ManagedBy is null or "kubernetes.io/job-controller")
            Sync(Started(job));
    }

    private static IEnumerable<ObjectKey> Concerned(V1Pod pod)
    {
        if (pod.ControllerReference() is not null)
            return pod.ControllerKey("Job");
        return pod.GetLabel(NameLabel) is { } name ? [new ObjectKey(pod.Metadata.NamespaceProperty, name)] : [];
    }

    /// <summary>Pods of a Job that is finished, or of an earlier one of its name, which nobody counts any more.</summary>
    private IEnumerable<V1Pod> Abandoned(ObjectKey key, V1Job? job) =>
        cluster
            .Pods.List(key.Namespace)
            .Where(pod =>
                JobPods.IsTracked(pod)
                && pod.GetLabel(NameLabel) == key.Name
                && (
                    job is null
                    || job.Status.IsFinished()
                    || (pod.ControllerReference() is not null && !pod.IsControlledBy(job))
                )
            );

    private JobPods Pods(V1Job job) => new(job, cluster.Pods.Claim(job, job.Spec.Selector));

    /// <summary>The deadline counts from the start.</summary>
    private V1Job Started(V1Job job) =>
        job.Spec.Suspend is true || job.Status?.StartTime is not null
            ? job
            : ChangeStatus(job, status => status.StartTime = Clock.Seconds()) ?? job;

    private void Sync(V1Job job)
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        var pods = Pods(job);
        var tally = JobTally.Of(job, pods);
        var backOff = BackOff(job).After(pods.NewlySucceeded, pods.NewlyFailed);
        var outcome = JobOutcome.Of(job, pods, tally, now);
        if (outcome is not null)
        {
            foreach (var pod in pods.Active)
                _scaler.Stop(job, pod);
        }
        else if (job.Metadata.DeletionTimestamp is null)
        {
            if (_scaler.Scale(job, pods, tally, backOff, now) is { } wait)
                EnqueueAfter(job.Key(), wait);
            if (IsComplete(job, tally))
                outcome = JobOutcome.Completed;
            else if (JobDeadline.Of(job) is { } deadline)
                EnqueueAfter(job.Key(), deadline - now);
        }

        _backOffs[job.Metadata.Uid] = backOff;
        var counted = Counted(job, pods, tally, outcome).ToList();
        if (WriteStatus(job, counted, tally, outcome) is not { } written)
            return;
        foreach (var pod in counted)
            _scaler.Untrack(pod);
        if (outcome is not null)
            Finish(written, outcome);
    }

    private JobBackOff BackOff(V1Job job) => _backOffs.GetValueOrDefault(job.Metadata.Uid) ?? JobBackOff.None;

    private bool IsComplete(V1Job job, JobTally tally) =>
        Pods(job).Active.Count is 0
        && (job.Spec.Completions is { } completions ? tally.Succeeded >= completions : tally.Succeeded > 0);

    /// <summary>The pods that are now counted, and so need not be kept any longer.</summary>
    private static IEnumerable<V1Pod> Counted(V1Job job, JobPods pods, JobTally tally, JobOutcome? outcome)
    {
        if (outcome is not null || job.Metadata.DeletionTimestamp is not null)
            return pods.All.Where(JobPods.IsTracked);
        var kept = job.Spec.BackoffLimitPerIndex is null ? [] : IndexFailures.Predecessors(job, pods, tally).Values;
        return pods.NewlySucceeded.Concat(pods.NewlyFailed).Except(kept);
    }

    private V1Job? WriteStatus(V1Job job, IReadOnlyList<V1Pod> counted, JobTally tally, JobOutcome? outcome)
    {
        var pods = Pods(job);
        var failed = counted.Count(pod =>
            pod.Status?.Phase is not "Succeeded"
            && (JobPods.IsFailed(job, pod) || outcome is { IsSuccess: false })
            && FailurePolicy.Judge(job, pod).Counts
        );
        return ChangeStatus(
            job,
            status =>
            {
                status.Active = OrAbsent(pods.Active.Count);
                status.Ready = pods.Ready;
                status.Terminating = pods.Terminating.Count;
                status.Succeeded = OrAbsent(tally.Succeeded);
                status.Failed = OrAbsent((job.Status?.Failed ?? 0) + failed);
                status.UncountedTerminatedPods = new V1UncountedTerminatedPods();
                if (job.IsIndexed())
                    status.CompletedIndexes = JobIndexes.Format(tally.Completed) is { Length: > 0 } text ? text : null;
                if (tally.FailedIndexes is { } failedIndexes)
                    status.FailedIndexes = JobIndexes.Format(failedIndexes);
                if (outcome is not null)
                    status.Set(outcome.Condition, holds: true, outcome.Reason, outcome.Message, Clock.Seconds());
                else
                    Suspend(job, status);
            }
        );
    }

    private void Suspend(V1Job job, V1JobStatus status)
    {
        if (job.Spec.Suspend is true)
        {
            if (status.Set("Suspended", holds: true, "JobSuspended", "Job suspended", Clock.Seconds()))
                events.Normal(job, "Suspended", "Job suspended");
            status.StartTime = null;
        }
        else if (status.Set("Suspended", holds: false, "JobResumed", "Job resumed", Clock.Seconds()))
        {
            events.Normal(job, "Resumed", "Job resumed");
            status.StartTime = Clock.Seconds();
        }
    }

    /// <summary>The end is told only when nothing runs any more.</summary>
    private void Finish(V1Job job, JobOutcome outcome)
    {
        if (Pods(job) is { Active.Count: > 0 } or { Terminating.Count: > 0 })
            return;
        var finished = ChangeStatus(
            job,
            status =>
            {
                var now = Clock.Seconds();
                status.Active = null;
                status.Terminating = 0;
                status.Set(outcome.TerminalCondition, holds: true, outcome.Reason, outcome.Message, now);
                if (outcome.IsSuccess)
                    status.CompletionTime = now;
            }
        );
        if (finished is null)
            return;
        if (outcome.IsSuccess)
            events.Normal(finished, "Completed", "Job completed");
        else
            events.Warning(finished, outcome.Reason, outcome.Message);
    }

    private V1Job? ChangeStatus(V1Job job, Action<V1JobStatus> change) =>
        cluster.Jobs.ChangeStatus(
            job.Metadata.NamespaceProperty,
            job.Metadata.Name,
            current =>
            {
                // A Job of the same name may have taken its place.
                if (current.Metadata.Uid == job.Metadata.Uid)
                    change(current.Status ??= new V1JobStatus());
            }
        );

    // The API leaves a count of zero out.
    private static int? OrAbsent(int count) => count is 0 ? null : count;
}
