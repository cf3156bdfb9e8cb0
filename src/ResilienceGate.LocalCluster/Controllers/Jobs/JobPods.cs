using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>The pods of one Job by how far they came.</summary>
internal sealed class JobPods(V1Job job, IReadOnlyList<V1Pod> pods)
{
    /// <summary>Keeps an ended or deleted pod until the Job has counted it.</summary>
    public const string TrackingFinalizer = "batch.kubernetes.io/job-tracking";

    public IReadOnlyList<V1Pod> All => pods;

    public IReadOnlyList<V1Pod> Active { get; } = [.. pods.Where(pod => pod.IsActive())];

    public IReadOnlyList<V1Pod> Terminating { get; } = [.. pods.Where(pod => pod.IsTerminating() && !pod.HasEnded())];

    public int Ready => Active.Count(pod => pod.IsReady());

    /// <summary>How often containers of the pods that still run were started again.</summary>
    public int Restarts =>
        Active.Sum(pod => Restarted(pod.Status?.ContainerStatuses) + Restarted(pod.Status?.InitContainerStatuses));

    /// <summary>Those whose success is not counted yet.</summary>
    public IEnumerable<V1Pod> NewlySucceeded => pods.Where(pod => IsCountable(pod) && pod.Status?.Phase is "Succeeded");

    /// <summary>Those whose failure is not counted yet.</summary>
    public IEnumerable<V1Pod> NewlyFailed => pods.Where(pod => IsCountable(pod) && IsFailed(job, pod));

    public static bool IsTracked(V1Pod pod) => pod.Metadata.Finalizers?.Contains(TrackingFinalizer) is true;

    /// <summary>By the replacement policy a pod counts as failed when it is told to end, or when it has.</summary>
    public static bool IsFailed(V1Job job, V1Pod pod) =>
        pod.Status?.Phase is "Failed"
        || (
            job.Spec.PodReplacementPolicy is not "Failed" && pod.IsTerminating() && pod.Status?.Phase is not "Succeeded"
        );

    private bool IsCountable(V1Pod pod) => IsTracked(pod) && (!job.IsIndexed() || JobIndexes.Of(job, pod) is not null);

    private static int Restarted(IEnumerable<V1ContainerStatus>? statuses) =>
        (statuses ?? []).Sum(status => status.RestartCount);
}
