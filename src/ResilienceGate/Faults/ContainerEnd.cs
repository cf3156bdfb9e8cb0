using k8s.Models;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Proves that containers of pods that stay do not run any more as they did.</summary>
internal static class ContainerEnd
{
    /// <summary>Beyond the grace that the containers have: for the kubelet to see it and to say so.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);

    /// <param name="container">Of each pod; null for all of its containers.</param>
    /// <returns>Null when one of them still runs as before.</returns>
    public static async Task<string?> ProveAsync(
        TargetWatch watch,
        IReadOnlyList<PodTimes> pods,
        string? container,
        CancellationToken ct
    )
    {
        var ended = await watch.WaitAsync(
            state => pods.All(p => state.Pods.TryGetValue(p.Uid, out var now) && HasEnded(p, now, container)),
            pods.Max(GraceOf) + Within,
            ct
        );
        return ended is null
            ? null
            : $"ended: {string.Join(", ", pods.Select(p => $"{container ?? "every container"} of {p.Name}"))}";
    }

    private static TimeSpan GraceOf(PodTimes pod) =>
        pod.Now.Spec?.TerminationGracePeriodSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultGrace;

    private static bool HasEnded(PodTimes before, PodTimes now, string? container) =>
        now.Gone is not null || Statuses(before, container).All(b => Statuses(now, b.Name).All(n => !IsSameRun(b, n)));

    private static IEnumerable<V1ContainerStatus> Statuses(PodTimes pod, string? container) =>
        (pod.Now.Status?.ContainerStatuses ?? []).Where(s => container is null || s.Name == container);

    private static bool IsSameRun(V1ContainerStatus before, V1ContainerStatus now) =>
        now.State?.Running is not null
        && now.RestartCount == before.RestartCount
        && now.ContainerID == before.ContainerID;
}
