using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Workloads;

/// <summary>How far a pod has come, as controllers see it (<c>pkg/api/v1/pod</c>).</summary>
internal static class PodStates
{
    public static bool IsTerminating(this V1Pod pod) => pod.Metadata.DeletionTimestamp is not null;

    /// <summary>Its containers have run to their end, for good.</summary>
    public static bool HasEnded(this V1Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    /// <summary>It runs or is on its way to.</summary>
    public static bool IsActive(this V1Pod pod) => !pod.IsTerminating() && !pod.HasEnded();

    public static bool IsReady(this V1Pod pod) => pod.ReadySince() is not null;

    /// <returns>Null when it is not ready.</returns>
    public static DateTime? ReadySince(this V1Pod pod) =>
        pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Ready", Status: "True" }) is { } ready
            ? ready.LastTransitionTime ?? DateTime.UnixEpoch
            : null;

    /// <summary>A pod is available when it has been ready for so long.</summary>
    /// <returns>Zero or less: it is available; null: it is not ready.</returns>
    public static TimeSpan? UntilAvailable(this V1Pod pod, int? minReadySeconds, DateTime now) =>
        pod.ReadySince() is not { } since ? null
        : minReadySeconds is null or 0 ? TimeSpan.Zero
        : since + TimeSpan.FromSeconds(minReadySeconds.Value) - now;

    public static bool IsAvailable(this V1Pod pod, int? minReadySeconds, DateTime now) =>
        pod.UntilAvailable(minReadySeconds, now) <= TimeSpan.Zero;

    /// <summary>When the next of these pods becomes available by the passing of time alone.</summary>
    public static TimeSpan? NextAvailable(this IEnumerable<V1Pod> pods, int? minReadySeconds, DateTime now) =>
        pods.Select(pod => pod.UntilAvailable(minReadySeconds, now)).Where(left => left > TimeSpan.Zero).Min();

    /// <summary>The label that tells the pods of one revision of a StatefulSet or DaemonSet.</summary>
    public static string? Revision(this V1Pod pod) => pod.GetLabel(ControllerRevisions.HashLabel);
}
