using k8s;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.NodeDrain;

/// <summary>Cordons a node and evicts the target's pods on it. Nobody else's pods are touched.</summary>
internal sealed class NodeDrainInjector(
    IKubernetes cluster,
    string run,
    Target target,
    TargetWatch watch,
    TimeProvider time
) : IInjector
{
    private readonly Cordon _cordon = new(cluster);

    public Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    ) => new NodeAim(_cordon).ChooseAsync(experiment.Mode, state, radius, random, ct);

    public IInjection Prepare(Experiment experiment, Aim aim)
    {
        var eviction = new Eviction(cluster, target.Namespace, experiment.RecoverWithin, time);
        return new NodeOutage(
            _cordon,
            ct => eviction.EvictAsync(aim.Pods, grace: null, ct),
            watch,
            run,
            aim,
            ((Fault.NodeDrain)experiment.Fault).Duration,
            time
        );
    }
}
