using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>Whether a container that ended is started again.</summary>
internal static class RestartPolicy
{
    public static bool RestartsAfter(ContainerState.Terminated ended, ContainerRole role, V1Pod pod) =>
        (pod.Spec.RestartPolicy ?? "Always") switch
        {
            "Never" => false,
            "OnFailure" => ended.ExitCode is not 0,
            // An init container that has done its work is done.
            _ => role is ContainerRole.Main || ended.ExitCode is not 0,
        };
}
