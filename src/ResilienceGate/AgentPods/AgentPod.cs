using k8s.Models;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Plans;

namespace ResilienceGate.AgentPods;

/// <summary>The pod of a part of the gate that runs inside the cluster. It passes the <c>restricted</c> Pod Security Standard.</summary>
internal static class AgentPod
{
    private const int User = 65532;

    /// <summary>A node that is played to fail fails for the target alone: who measures and who guards stay.</summary>
    private static readonly V1Toleration StaysOnFailedNode = new() { Key = NodeTaint.Key, OperatorProperty = "Exists" };

    /// <param name="targetSelector">Of the pods whose nodes it keeps away from where there is room.</param>
    public static V1PodSpec Of(AgentPlan agent, V1Container container, string targetSelector)
    {
        container.Image = agent.Image;
        container.SecurityContext = new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
        };
        return new V1PodSpec
        {
            RestartPolicy = "Never",
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = 5,
            Affinity = AwayFrom(targetSelector),
            ImagePullSecrets = agent.PullSecrets.Count == 0 ? null : [.. agent.PullSecrets.Select(Reference)],
            Tolerations = [.. agent.Tolerations, StaysOnFailedNode],
            SecurityContext =
                agent.SecurityContext
                ?? new V1PodSecurityContext
                {
                    RunAsNonRoot = true,
                    RunAsUser = User,
                    SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
                },
            Containers = [container],
        };
    }

    /// <summary>What the plan says, or else these requests and this limit of memory.</summary>
    public static V1ResourceRequirements Resources(AgentPlan agent, string cpu, string memory, string memoryLimit) =>
        agent.Resources
        ?? new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu), ["memory"] = new(memory) },
            Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new(memoryLimit) },
        };

    private static V1LocalObjectReference Reference(string secret) => new() { Name = secret };

    /// <summary>Where there is room, it keeps away from the nodes whose pods are to fail.</summary>
    private static V1Affinity? AwayFrom(string selector) =>
        LabelsOf(selector) is not { } labels
            ? null
            : new V1Affinity
            {
                PodAntiAffinity = new V1PodAntiAffinity
                {
                    PreferredDuringSchedulingIgnoredDuringExecution =
                    [
                        new V1WeightedPodAffinityTerm
                        {
                            Weight = 100,
                            PodAffinityTerm = new V1PodAffinityTerm
                            {
                                TopologyKey = "kubernetes.io/hostname",
                                LabelSelector = labels,
                            },
                        },
                    ],
                },
            };

    private static V1LabelSelector? LabelsOf(string selector)
    {
        var pairs = selector.Split(',').Select(p => p.Split('=', 2)).ToList();
        return pairs.All(p => p.Length == 2)
            ? new V1LabelSelector { MatchLabels = pairs.ToDictionary(p => p[0], p => p[1]) }
            : null;
    }
}
