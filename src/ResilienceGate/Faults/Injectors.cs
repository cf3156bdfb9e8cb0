using k8s;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Faults.ContainerKill;
using ResilienceGate.Faults.KubeMonkey;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Faults.NodeFailure;
using ResilienceGate.Faults.PodAgents;
using ResilienceGate.Faults.PodEvict;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Faults.PodKill;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Which class injects which fault: a new fault is one line here.</summary>
/// <param name="agentImage">Of the agents that are put into pods.</param>
/// <param name="confirm">Fails when the run does not hold its journal and its target any more.</param>
internal sealed class Injectors(
    IKubernetes cluster,
    string run,
    Target target,
    string agentImage,
    TargetWatch watch,
    Func<CancellationToken, Task> confirm,
    TimeProvider time
)
{
    /// <summary>Null when the environment has no key for Gremlin.</summary>
    public IInjector? Gremlin { get; init; }

    public IInjector For(Experiment experiment) =>
        experiment.Driver switch
        {
            Driver.Native => For(experiment.Fault),
            Driver.ChaosMesh => new ChaosMeshInjector(cluster, run, target, watch, time),
            Driver.Gremlin => Gremlin ?? throw new InvalidOperationException("The preflight found no key for Gremlin."),
            Driver.KubeMonkey => new KubeMonkeyInjector(cluster, target, watch, time),
            _ => throw new InvalidOperationException($"The driver {experiment.Driver} is not known."),
        };

    private IInjector For(Fault fault) =>
        fault switch
        {
            Fault.PodKill => new PodKillInjector(cluster, target, watch, time),
            Fault.PodEvict => new PodEvictInjector(cluster, target, watch, time),
            Fault.NodeDrain => new NodeDrainInjector(cluster, run, target, watch, time),
            Fault.InPod => new PodAgentInjector(cluster, run, target, agentImage, watch, confirm, time),
            Fault.NodeFailure => new NodeFailureInjector(cluster, run, target, watch, time),
            Fault.PodFailure => new PodFailureInjector(cluster, run, target, watch, time),
            Fault.ContainerKill => new ContainerKillInjector(cluster, target, watch, time),
            _ => throw new InvalidOperationException($"The fault {fault.Kind} is not known."),
        };
}
