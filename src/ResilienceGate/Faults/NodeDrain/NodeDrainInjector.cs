using k8s;
using k8s.Models;
using ResilienceGate.Core.Experiments;
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

    public async Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        var open = (await _cordon.NodesAsync(ct))
            .Where(NodeRoom.IsSchedulable)
            .ToDictionary(n => n.Name(), StringComparer.Ordinal);
        var candidates = state
            .Serving.Where(p => p.Node is not null && open.ContainsKey(p.Node))
            .GroupBy(p => p.Node ?? "")
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToArray();
        if (candidates.Length == 0)
            return ByChance("no schedulable node carries a serving pod of the target");
        var allowed = candidates.Where(g => radius.Refuses(g.Count()) is null).ToArray();
        if (allowed.Length == 0)
            return TooMany(
                radius,
                $"every node carries too many of the target's pods: {radius.Refuses(candidates.Min(g => g.Count()))}"
            );
        random.Shuffle(allowed);
        var chosen = allowed[..experiment.Mode.Draw(allowed.Length, random)];
        var pods = chosen.SelectMany(g => g).ToList();
        if (radius.Refuses(pods.Count) is { } refused)
            return TooMany(radius, refused);
        var nodes = chosen.Select(g => new AimedNode(g.Key, open[g.Key].ResourceVersion())).ToList();
        return open.Values.ExceptBy(nodes.Select(n => n.Name), n => n.Name()).Any(n => NodeRoom.Takes(n, pods[0].Now))
            ? new Aim(pods, nodes)
            : ByChance("no other node is schedulable, ready and without a taint against the target's pods");
    }

    public IInjection Prepare(Experiment experiment, Aim aim) =>
        new Drain(
            _cordon,
            new Eviction(cluster, target.Namespace, experiment.RecoverWithin, time),
            watch,
            run,
            aim,
            ((Fault.NodeDrain)experiment.Fault).Duration,
            time
        );

    private static Aim ByChance(string why) => Aim.Refuse(new Refusal.ByChance(why));

    /// <summary>How many pods share a node is the scheduler's doing, unless not even one may be hit.</summary>
    private static Aim TooMany(BlastRadius radius, string why) =>
        radius.MaxPods == 0 ? Aim.Refuse(new Refusal.ByTarget(why)) : ByChance(why);
}
