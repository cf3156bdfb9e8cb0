using k8s;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Faults.KubeMonkey;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Faults.PodEvict;
using ResilienceGate.Faults.PodKill;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Which class injects which fault: a new fault is one line here.</summary>
internal sealed class Injectors(IKubernetes cluster, string run, Target target, TargetWatch watch, TimeProvider time)
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
            _ => throw new InvalidOperationException($"The fault {fault.Kind} is not known."),
        };
}
