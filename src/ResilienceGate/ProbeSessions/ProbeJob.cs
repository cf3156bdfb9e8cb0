using System.Text.Json;
using k8s.Models;
using ResilienceGate.AgentPods;
using ResilienceGate.Agents;
using ResilienceGate.Clusters;
using ResilienceGate.Plans;

namespace ResilienceGate.ProbeSessions;

/// <summary>The objects that the probe is made of: a Job and the ConfigMap with its configuration.</summary>
/// <remarks>
/// The pod holds no credentials of the cluster. It ends by itself, and a finished Job goes by itself, also when nobody is
/// left to delete it.
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
                        Spec = Pod(name, agent, targetSelector),
                    },
                },
            }
        );
    }

    private static V1PodSpec Pod(string name, AgentPlan agent, string targetSelector)
    {
        var pod = AgentPod.Of(
            agent,
            new V1Container
            {
                Name = Container,
                Args = ["agent", "probe", "--config", $"{ProbeConfiguration.MountPath}/{ProbeConfiguration.FileName}"],
                // The gate talks to the probe through its standard input.
                Stdin = true,
                Resources = AgentPod.Resources(agent, cpu: "100m", memory: "64Mi", memoryLimit: "512Mi"),
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
            targetSelector
        );
        pod.Volumes =
        [
            new V1Volume
            {
                Name = "configuration",
                ConfigMap = new V1ConfigMapVolumeSource { Name = name },
            },
        ];
        return pod;
    }
}
