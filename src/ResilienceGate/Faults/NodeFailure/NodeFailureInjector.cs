using k8s;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.NodeFailure;

/// <summary>
/// A node is lost at once: it is closed, and all of the target's pods on it go together, whatever their disruption budgets
/// say. Nobody else's pods are touched.
/// </summary>
internal sealed class NodeFailureInjector(
    IKubernetes cluster,
    string run,
    Target target,
    TargetWatch watch,
    TimeProvider time
) : IInjector
{
    /// <summary>Kubernetes forgets a pod that is deleted without a grace, though its processes may live on.</summary>
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(1);

    private readonly Cordon _cordon = new(cluster);
    private readonly Neighbours _neighbours = new(cluster, target);
    private readonly MutatingCalls _calls = new(time);

    public Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        var aim =
            VariantOf(experiment) is NodeFailureVariant.Taint
                ? new NodeAim(_cordon, async (node, c) => (await NeighboursAsync(node.Name(), state, c)).Count == 0)
                : new NodeAim(_cordon);
        return aim.ChooseAsync(experiment.Mode, state, radius, random, ct);
    }

    public IInjection Prepare(Experiment experiment, Aim aim)
    {
        var deletion = new Deletion(cluster, target.Namespace, time);
        return new NodeOutage(
            _cordon,
            ct =>
                VariantOf(experiment) is NodeFailureVariant.Taint
                    ? TaintAsync(aim, ct)
                    : deletion.DeleteAsync(aim.Pods, ShortestGrace, ct),
            watch,
            run,
            aim,
            ((Fault.NodeFailure)experiment.Fault).Duration,
            time
        );
    }

    private static NodeFailureVariant VariantOf(Experiment experiment) => ((Fault.NodeFailure)experiment.Fault).Variant;

    /// <summary>Looks again, now that the nodes are closed and nobody new comes: the taint spares no pod of others.</summary>
    private async Task TaintAsync(Aim aim, CancellationToken ct)
    {
        foreach (var node in aim.Nodes)
        {
            if (await NeighboursAsync(node.Name, watch.State, ct) is [var other, ..])
                throw new InjectionRefusedException($"node {node.Name} carries {other}, which a taint would evict too");
        }
        var taint = new NodeTaint(cluster);
        foreach (var node in aim.Nodes)
            await _calls.SendAsync(request => taint.AddAsync(node.Name, run, request), ct);
    }

    private Task<IReadOnlyList<string>> NeighboursAsync(string node, TargetState state, CancellationToken ct) =>
        _neighbours.OfAsync(node, state.Pods.Keys.ToHashSet(StringComparer.Ordinal), ct);
}
