using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>The phase of a pod from the statuses of its containers: the kubelet's <c>getPhase</c>.</summary>
internal static class PodPhase
{
    /// <param name="pod">For its restart policy.</param>
    /// <param name="init">The init containers' statuses, in order.</param>
    /// <param name="main">The containers' statuses.</param>
    /// <param name="ended">The pod is being ended for good: what stopped stays stopped.</param>
    public static string Of(
        V1Pod pod,
        IReadOnlyList<V1ContainerStatus> init,
        IReadOnlyList<V1ContainerStatus> main,
        bool ended
    )
    {
        var never = pod.Spec.RestartPolicy is "Never";
        if (never && init.Any(status => status.State.Terminated is { ExitCode: not 0 }))
            return "Failed";
        if (!ended && init.Any(status => status.State.Terminated is not { ExitCode: 0 }))
            return "Pending";
        if (!ended && main.Any(status => status.State.Waiting is not null && status.LastState?.Terminated is null))
            return "Pending";
        if (main.Any(status => status.State.Running is not null))
            return "Running";
        var stopped = main.Count(Stopped);
        if (stopped < main.Count && !ended)
            return "Pending";
        if (!ended && pod.Spec.RestartPolicy is null or "Always")
            return "Running";
        if (main.All(status => ExitCode(status) is 0))
            return "Succeeded";
        return never || ended ? "Failed" : "Running";
    }

    private static bool Stopped(V1ContainerStatus status) => ExitCode(status) is not null;

    private static int? ExitCode(V1ContainerStatus status) =>
        status.State.Terminated?.ExitCode ?? status.LastState?.Terminated?.ExitCode;
}
