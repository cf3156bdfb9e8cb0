using k8s;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ContainerKill;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Faults.NodeFailure;
using ResilienceGate.Faults.PodEvict;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Faults.PodKill;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Which class injects which fault: a new fault is one line here.</summary>
internal sealed class Injectors(IKubernetes cluster, string run, Target target, TargetWatch watch, TimeProvider time)
{
    public IInjector For(Fault fault) =>
        fault switch
        {
            Fault.PodKill => new PodKillInjector(cluster, target, watch, time),
            Fault.PodEvict => new PodEvictInjector(cluster, target, watch, time),
            Fault.NodeDrain => new NodeDrainInjector(cluster, run, target, watch, time),
            Fault.NodeFailure => new NodeFailureInjector(cluster, run, target, watch, time),
            Fault.PodFailure => new PodFailureInjector(cluster, run, target, watch, time),
            Fault.ContainerKill => new ContainerKillInjector(cluster, target, watch, time),
            _ => throw new InvalidOperationException($"The fault {fault.Kind} is not known."),
        };
}
