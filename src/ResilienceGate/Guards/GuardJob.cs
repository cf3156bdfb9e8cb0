using k8s.Models;
using ResilienceGate.AgentPods;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans;

namespace ResilienceGate.Guards;

/// <summary>
/// The Job that undoes what a gate leaves behind when it dies: cordons, taints and swapped images do not expire by
/// themselves.
/// </summary>
internal static class GuardJob
{
    public const string Role = "guard";
    public const string Container = "guard";

    /// <summary>Where Kubernetes puts the token of a service account.</summary>
    private const string Credentials = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The run's deadline begins when the probe runs; a revert may have to wait for the API server.</summary>
    private static readonly TimeSpan LingersAfterDeadline = TimeSpan.FromMinutes(15);

    public static string NameFor(string run) => $"resilience-gate-guard-{run}";

    /// <summary>Whether a plan has a fault that outlives its gate.</summary>
    public static bool IsNeededBy(Plan plan) =>
        plan.Agent.Guard is not GuardMode.Never
        && plan.Experiments.Any(e => e.Fault is Fault.NodeDrain or Fault.NodeFailure or Fault.PodFailure);

    /// <param name="targetNamespace">Where the lease and the journal of the run are.</param>
    public static V1Job For(Plan plan, string run, string targetNamespace, string targetSelector)
    {
        var agent = plan.Agent;
        var metadata = Labels.Metadata(NameFor(run), agent.Namespace, run, Role);
        var pod = AgentPod.Of(
            agent,
            new V1Container
            {
                Name = Container,
                Args = ["agent", "guard", "--namespace", targetNamespace, "--run", run, "--credentials", Credentials],
                Resources = AgentPod.Resources(agent, cpu: "10m", memory: "64Mi", memoryLimit: "256Mi"),
            },
            targetSelector
        );
        pod.ServiceAccountName = agent.ServiceAccount;
        pod.AutomountServiceAccountToken = true;
        return new V1Job
        {
            Metadata = metadata,
            Spec = new V1JobSpec
            {
                // Its node may fail too.
                BackoffLimit = 3,
                ActiveDeadlineSeconds = (long)(plan.Limits.Deadline + LingersAfterDeadline).TotalSeconds,
                TtlSecondsAfterFinished = 60,
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = metadata.Labels },
                    Spec = pod,
                },
            },
        };
    }
}
