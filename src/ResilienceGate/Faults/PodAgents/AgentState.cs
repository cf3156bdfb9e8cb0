using k8s.Models;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>What the cluster says of an agent's container.</summary>
internal abstract record AgentState
{
    private AgentState() { }

    /// <summary>The pod has gone, or has no such container.</summary>
    public sealed record Absent : AgentState;

    /// <param name="Reason">Why it does not run yet; empty when nothing is said.</param>
    public sealed record Waiting(string Reason, string Message) : AgentState
    {
        /// <summary>It will not run however long it is waited for.</summary>
        public bool IsHopeless =>
            Reason
                is "ImagePullBackOff"
                    or "InvalidImageName"
                    or "ErrImageNeverPull"
                    or "CreateContainerConfigError"
                    or "CreateContainerError"
                    or "RunContainerError";
    }

    public sealed record Running : AgentState;

    public sealed record Ended(int ExitCode, string Reason) : AgentState;

    public static AgentState Of(V1Pod? pod, string container)
    {
        if (pod?.Spec.EphemeralContainers?.Any(c => c.Name == container) is not true)
            return new Absent();
        var state = pod.Status?.EphemeralContainerStatuses?.FirstOrDefault(s => s.Name == container)?.State;
        if (state?.Terminated is { } ended)
            return new Ended(ended.ExitCode, ended.Reason ?? "");
        // Of a pod that was evicted by its node nothing runs, whatever its last status says.
        if (pod.Status?.Phase is "Failed" or "Succeeded")
            return new Ended(0, $"the pod has {pod.Status.Phase.ToLowerInvariant()}");
        return state?.Running is null
            ? new Waiting(state?.Waiting?.Reason ?? "", state?.Waiting?.Message ?? "")
            : new Running();
    }
}
