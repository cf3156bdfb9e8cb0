using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>The times at which something happens to a Job though nothing happens in it.</summary>
internal static class JobDeadline
{
    /// <summary>Until when it may be active; null: for ever, or it is suspended.</summary>
    public static DateTime? Of(V1Job job) =>
        job.Spec.ActiveDeadlineSeconds is { } seconds
        && job.Spec.Suspend is not true
        && job.Status?.StartTime is { } start
            ? start + TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Until when it is kept after its end; null: for ever.</summary>
    public static DateTime? Expiry(V1Job job)
    {
        var end = (job.Status.Condition("Complete") ?? job.Status.Condition("Failed"))?.LastTransitionTime;
        return job.Spec.TtlSecondsAfterFinished is { } seconds && end is { } finished
            ? finished + TimeSpan.FromSeconds(seconds)
            : null;
    }
}
