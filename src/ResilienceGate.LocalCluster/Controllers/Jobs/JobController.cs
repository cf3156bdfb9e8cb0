using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>
/// Runs pods until enough of them have succeeded or too many have failed. The pods of a Job are kept until it goes, so
/// that they are its whole account.
/// </summary>
internal sealed class JobController(Clientset cluster, EventRecorder events, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Jobs, job => [job.Key()], ct),
            WatchAsync(cluster.Pods, pod => pod.ControllerKey("Job"), ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.Jobs.Find(key.Namespace, key.Name) is not { Metadata.DeletionTimestamp: null } job)
            return;
        if (job.Status.IsFinished())
        {
            DeleteWhenExpired(job);
            return;
        }

        var pods = JobPods.Of(job, cluster.Pods.List(key.Namespace));
        // The status comes first: a deadline counts from the start time, and no pod may outrun the verdict.
        if (WriteStatus(job, pods) is not { } current || current.Status.IsFinished())
            return;
        if (current.Spec.Suspend is true || HasVerdict(current.Status))
        {
            Stop(current, pods.Active);
            return;
        }

        if (Deadline(current) is { } deadline)
            EnqueueAfter(key, deadline - Clock.GetUtcNow().UtcDateTime);
        Scale(current, pods);
    }

    private static bool HasVerdict(V1JobStatus? status) =>
        status.Condition("SuccessCriteriaMet") is not null || status.Condition("FailureTarget") is not null;

    private static DateTime? Deadline(V1Job job) =>
        job.Spec.ActiveDeadlineSeconds is { } seconds && job.Status?.StartTime is { } start
            ? start + TimeSpan.FromSeconds(seconds)
            : null;

    private void DeleteWhenExpired(V1Job job)
    {
        var end = job.Status.CompletionTime ?? job.Status.Condition("Failed")?.LastTransitionTime;
        if (job.Spec.TtlSecondsAfterFinished is not { } seconds || end is not { } finished)
            return;
        var left = finished + TimeSpan.FromSeconds(seconds) - Clock.GetUtcNow().UtcDateTime;
        if (left <= TimeSpan.Zero)
            cluster.Jobs.Delete(job);
        else
            EnqueueAfter(job.Key(), left);
    }

    private V1Job? WriteStatus(V1Job job, JobPods pods)
    {
        // What is read from the cluster is shared; the next status is worked out on a copy.
        var next = KubernetesJson.Deserialize<V1Job>(KubernetesJson.Serialize(job));
        next.Status ??= new V1JobStatus();
        Update(next, pods);
        var isSame = string.Equals(
            KubernetesJson.Serialize(next.Status),
            KubernetesJson.Serialize(job.Status),
            StringComparison.Ordinal
        );
        if (isSame)
            return job;
        var written = cluster.Jobs.ChangeStatus(
            job.Metadata.NamespaceProperty,
            job.Metadata.Name,
            current =>
            {
                // A Job of the same name may have taken its place.
                if (string.Equals(current.Metadata.Uid, job.Metadata.Uid, StringComparison.Ordinal))
                    current.Status = next.Status;
            }
        );
        if (written?.Status.Condition("Complete") is not null)
            events.Normal(written, "Completed", "Job completed");
        else if (written?.Status.Condition("Failed") is { } failed)
            events.Warning(written, failed.Reason, failed.Message);
        return written;
    }

    private void Update(V1Job job, JobPods pods)
    {
        var status = job.Status;
        var now = Clock.Seconds();
        status.Active = pods.Active.Count;
        status.Ready = pods.Ready;
        status.Succeeded = Completed(job, pods);
        if (job.IsIndexed())
            status.CompletedIndexes = JobIndexes.Format(JobIndexes.Of(pods.Succeeded));
        status.Failed = pods.Failed.Count;
        status.Terminating = pods.Terminating.Count;
        if (!HasVerdict(status))
        {
            Suspend(job, now);
            Judge(job, pods, now);
        }

        // The end is told only when nothing runs any more.
        if (pods.Active.Count + pods.Terminating.Count > 0)
            return;
        if (status.Condition("FailureTarget") is { } failure)
        {
            status.Set("Failed", holds: true, failure.Reason, failure.Message, now);
        }
        else if (status.Condition("SuccessCriteriaMet") is { } success)
        {
            status.Set("Complete", holds: true, success.Reason, success.Message, now);
            status.CompletionTime = now;
        }
    }

    private static void Suspend(V1Job job, DateTime now)
    {
        var status = job.Status;
        if (job.Spec.Suspend is true)
        {
            status.StartTime = null;
            status.Set("Suspended", holds: true, "JobSuspended", "Job suspended", now);
            return;
        }

        status.StartTime ??= now;
        if (status.Condition("Suspended") is not null)
            status.Set("Suspended", holds: false, "JobResumed", "Job resumed", now);
    }

    private void Judge(V1Job job, JobPods pods, DateTime now)
    {
        var status = job.Status;
        var limit = job.Spec.BackoffLimit ?? 6;
        // Containers that are restarted in place are retries too; with a limit of 0 the first one is too many.
        var isOver =
            pods.Failed.Count > limit
            || (job.Spec.Template.Spec.RestartPolicy is "OnFailure" && pods.Restarts >= Math.Max(limit, 1));
        if (isOver)
        {
            const string Message = "Job has reached the specified backoff limit";
            status.Set("FailureTarget", holds: true, "BackoffLimitExceeded", Message, now);
        }
        else if (Deadline(job) is { } deadline && deadline <= Clock.GetUtcNow().UtcDateTime)
        {
            const string Message = "Job was active longer than specified deadline";
            status.Set("FailureTarget", holds: true, "DeadlineExceeded", Message, now);
        }
        else if (IsEnough(job, pods))
        {
            const string Message = "Reached expected number of succeeded pods";
            status.Set("SuccessCriteriaMet", holds: true, "CompletionsReached", Message, now);
        }
    }

    /// <summary>Without a number of completions, one success says that the work is done once the others end.</summary>
    private static bool IsEnough(V1Job job, JobPods pods) =>
        job.Spec.Completions is { } completions
            ? Completed(job, pods) >= completions
            : pods.Succeeded.Count > 0 && pods.Active.Count + pods.Terminating.Count is 0;

    private void Scale(V1Job job, JobPods pods)
    {
        var parallelism = job.Spec.Parallelism ?? 1;
        var wanted =
            job.Spec.Completions is { } completions ? Math.Min(parallelism, completions - Completed(job, pods))
            : pods.Succeeded.Count > 0 ? Math.Min(parallelism, pods.Active.Count)
            : parallelism;
        Stop(job, pods.Active.Skip(wanted));
        // With this policy a pod is replaced only when it has ended, not when it is told to.
        var leaving = job.Spec.PodReplacementPolicy is "Failed" ? pods.Terminating.Count : 0;
        var missing = wanted - pods.Active.Count - leaving;
        if (missing <= 0)
            return;
        var wait = JobBackOff.Remaining(pods, Clock.GetUtcNow().UtcDateTime);
        if (wait > TimeSpan.Zero)
        {
            EnqueueAfter(job.Key(), wait);
            return;
        }

        foreach (var index in FreeIndexes(job, pods).Take(missing))
        {
            var pod = cluster.Pods.Create(NewPod(job, index));
            events.Normal(job, "SuccessfulCreate", $"Created pod: {pod.Metadata.Name}");
        }
    }

    /// <summary>The indexes for which no pod runs or has succeeded; without indexes as many nulls as one likes.</summary>
    private static IEnumerable<int?> FreeIndexes(V1Job job, JobPods pods) =>
        job.IsIndexed()
            ? Enumerable
                .Range(0, job.Spec.Completions ?? 0)
                .Except(JobIndexes.Of(pods.Active.Concat(pods.Succeeded)))
                .Select(index => (int?)index)
            : Enumerable.Repeat((int?)null, int.MaxValue);

    private static int Completed(V1Job job, JobPods pods) =>
        job.IsIndexed() ? JobIndexes.Of(pods.Succeeded).Count : pods.Succeeded.Count;

    private void Stop(V1Job job, IEnumerable<V1Pod> pods)
    {
        foreach (var pod in pods)
        {
            cluster.Pods.Delete(pod);
            events.Normal(job, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
        }
    }

    private static V1Pod NewPod(V1Job job, int? index)
    {
        var template = PodTemplates.Copy(job.Spec.Template);
        var uid = job.Metadata.Uid;
        var name = job.Metadata.Name;
        var labels = new Dictionary<string, string>(
            template.Metadata?.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal),
            StringComparer.Ordinal
        )
        {
            ["batch.kubernetes.io/job-name"] = name,
            ["batch.kubernetes.io/controller-uid"] = uid,
            // The names of the time before labels had a prefix.
            ["job-name"] = name,
            ["controller-uid"] = uid,
        };
        var pod = new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta
            {
                GenerateName = $"{name}-",
                NamespaceProperty = job.Metadata.NamespaceProperty,
                Labels = labels,
                Annotations = template.Metadata?.Annotations,
                OwnerReferences = [job.AsController()],
            },
            Spec = template.Spec,
        };
        if (index is { } given)
            JobIndexes.Assign(pod, name, given);
        return pod;
    }
}
