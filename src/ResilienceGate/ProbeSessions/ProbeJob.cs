using System.Text.Json;
using k8s.Models;
using ResilienceGate.Agents;
using ResilienceGate.Clusters;
using ResilienceGate.Plans;

namespace ResilienceGate.ProbeSessions;

/// <summary>The objects that the probe is made of: a Job and the ConfigMap with its configuration.</summary>
/// <remarks>
/// The pod holds no credentials of the cluster and passes the <c>restricted</c> Pod Security Standard. It ends by
/// itself, and a finished Job goes by itself, also when nobody is left to delete it.
/// </remarks>
internal sealed record ProbeJob(V1ConfigMap Configuration, V1Job Job)
{
    public const string Role = "probe";
    public const string Container = "probe";

    /// <summary>The most that etcd takes in one object, less some room for the rest of it.</summary>
    private const int MostBytes = 1_000_000;

    /// <summary>The run's deadline begins when the probe runs, and its Job's when that is made.</summary>
    private static readonly TimeSpan LingersAfterDeadline = TimeSpan.FromMinutes(5);

    /// <summary>The name of the Job and of its ConfigMap.</summary>
    public static string NameFor(string run) => $"resilience-gate-probe-{run}";

    public string Name => Job.Metadata.Name;

    public string Namespace => Job.Metadata.NamespaceProperty;

    /// <param name="deadline">The longest that the run may take; the Job is ended by the cluster five minutes later.</param>
    /// <exception cref="GateException">The requests do not fit into a ConfigMap.</exception>
    public static ProbeJob For(
        ProbeConfiguration configuration,
        AgentPlan agent,
        string targetSelector,
        TimeSpan deadline
    )
    {
        var name = NameFor(configuration.Run);
        var json = JsonSerializer.Serialize(configuration, AgentJson.Default.ProbeConfiguration);
        if (System.Text.Encoding.UTF8.GetByteCount(json) > MostBytes)
            throw new GateException(
                $"The requests of the probe take more than {MostBytes / 1000} kB, which is more than a ConfigMap holds. "
                    + "Use fewer or smaller requests in probe.requests."
            );
        var metadata = Labels.Metadata(name, agent.Namespace, configuration.Run, Role);
        return new ProbeJob(
            new V1ConfigMap
            {
                Metadata = metadata,
                Data = new Dictionary<string, string> { [ProbeConfiguration.FileName] = json },
            },
            new V1Job
            {
                Metadata = Labels.Metadata(name, agent.Namespace, configuration.Run, Role),
                Spec = new V1JobSpec
                {
                    BackoffLimit = 0,
                    ActiveDeadlineSeconds = (long)(deadline + LingersAfterDeadline).TotalSeconds,
                    TtlSecondsAfterFinished = 60,
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = metadata.Labels },
                        Spec = Pod(name, agent.Image, targetSelector),
                    },
                },
            }
        );
    }

    private static V1PodSpec Pod(string name, string image, string targetSelector) =>
        new()
        {
            RestartPolicy = "Never",
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = 5,
            Affinity = AwayFrom(targetSelector),
            SecurityContext = new V1PodSecurityContext
            {
                RunAsNonRoot = true,
                RunAsUser = 65532,
                SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
            },
            Containers =
            [
                new V1Container
                {
                    Name = Container,
                    Image = image,
                    Args =
                    [
                        "agent",
                        "probe",
                        "--config",
                        $"{ProbeConfiguration.MountPath}/{ProbeConfiguration.FileName}",
                    ],
                    // The gate talks to the probe through its standard input.
                    Stdin = true,
                    SecurityContext = new V1SecurityContext
                    {
                        AllowPrivilegeEscalation = false,
                        Capabilities = new V1Capabilities { Drop = ["ALL"] },
                    },
                    Resources = new V1ResourceRequirements
                    {
                        Requests = Quantities("100m", "64Mi"),
                        Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("512Mi") },
                    },
                    VolumeMounts =
                    [
                        new V1VolumeMount
                        {
                            Name = "configuration",
                            MountPath = ProbeConfiguration.MountPath,
                            ReadOnlyProperty = true,
                        },
                    ],
                },
            ],
            Volumes =
            [
                new V1Volume
                {
                    Name = "configuration",
                    ConfigMap = new V1ConfigMapVolumeSource { Name = name },
                },
            ],
        };

    private static Dictionary<string, ResourceQuantity> Quantities(string cpu, string memory) =>
        new() { ["cpu"] = new(cpu), ["memory"] = new(memory) };

    /// <summary>Where there is room, the probe keeps away from the nodes whose pods it watches fail.</summary>
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
