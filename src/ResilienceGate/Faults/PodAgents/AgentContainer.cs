using System.Security.Cryptography;
using System.Text.Json;
using k8s;
using k8s.Models;
using ResilienceGate.Agents;
using ResilienceGate.Agents.Faults;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>The ephemeral container that carries a fault out, as it is added to a pod.</summary>
internal static class AgentContainer
{
    private const string Prefix = "resilience-gate-";
    private const string Letters = "bcdfghjkmnpqrstvwxz23456789";

    /// <summary>Whom the probe runs as too; the image has no user of its own.</summary>
    private const int NobodyInParticular = 65532;

    /// <summary>A name that no other injection has; it tells the run.</summary>
    public static string NewName(string run) => $"{Prefix}{run}-{RandomNumberGenerator.GetString(Letters, 4)}";

    /// <summary>The run that a container belongs to; null for one that is none of ours.</summary>
    public static string? RunOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.LastIndexOf('-') is var end && end > Prefix.Length
            ? name[Prefix.Length..end]
            : null;

    /// <summary>Adds it to a pod and to no other that has come to the same name.</summary>
    public static V1Patch Patch(V1Pod pod, string image, FaultOrder order, string? target) =>
        new(
            KubernetesJson.Serialize(
                new V1Pod
                {
                    Metadata = new V1ObjectMeta { Name = pod.Name(), Uid = pod.Uid() },
                    Spec = new V1PodSpec { EphemeralContainers = [Create(image, order, target)] },
                }
            ),
            V1Patch.PatchType.StrategicMergePatch
        );

    private static V1EphemeralContainer Create(string image, FaultOrder order, string? target)
    {
        var needs = order.Fault.Capabilities;
        var isRoot = needs.Count > 0;
        return new V1EphemeralContainer
        {
            Name = order.Injection,
            Image = image,
            Args =
            [
                "agent",
                FaultCommand.Name,
                FaultCommand.Hold,
                JsonSerializer.Serialize(order, AgentJson.Default.FaultOrder),
            ],
            TargetContainerName = target,
            SecurityContext = new V1SecurityContext
            {
                RunAsUser = isRoot ? 0 : NobodyInParticular,
                RunAsNonRoot = !isRoot,
                AllowPrivilegeEscalation = false,
                Capabilities = new V1Capabilities { Drop = ["ALL"], Add = isRoot ? [.. needs] : null },
                SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
            },
        };
    }
}
