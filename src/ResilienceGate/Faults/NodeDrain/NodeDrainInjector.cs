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
            .Where(n => n.Spec?.Unschedulable is not true)
            .Select(n => n.Name())
            .ToHashSet();
        var candidates = state
            .Serving.Where(p => p.Node is not null && open.Contains(p.Node))
            .GroupBy(p => p.Node ?? "")
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToArray();
        if (candidates.Length == 0)
            return Aim.Refuse("no schedulable node carries a serving pod of the target");
        if (open.Count <= 1)
            return Aim.Refuse("the cluster has no other schedulable node that could take the target's pods");
        var allowed = candidates.Where(g => radius.Refuses(g.Count()) is null).ToArray();
        if (allowed.Length == 0)
            return Aim.Refuse(
                $"every node carries too many of the target's pods: {radius.Refuses(candidates.Min(g => g.Count()))}"
            );
        random.Shuffle(allowed);
        var chosen = allowed[..Math.Max(1, experiment.Mode.AtMost(allowed.Length))];
        var pods = chosen.SelectMany(g => g).ToList();
        return radius.Refuses(pods.Count) is { } refused
            ? Aim.Refuse(refused)
            : new Aim(pods, [.. chosen.Select(g => g.Key)]);
    }

    public IInjection Prepare(Fault fault, Aim aim) =>
        new Injection(
            _cordon,
            new Eviction(cluster, target.Namespace, time),
            watch,
            run,
            aim,
            ((Fault.NodeDrain)fault).Duration
        );

    private sealed class Injection(
        Cordon cordon,
        Eviction eviction,
        TargetWatch watch,
        string run,
        Aim aim,
        TimeSpan duration
    ) : IInjection
    {
        public TimeSpan Hold => duration;

        public async Task InjectAsync(CancellationToken ct)
        {
            foreach (var node in aim.Nodes)
                await cordon.CloseAsync(node, run, ct);
            await eviction.EvictAsync(aim.Pods, grace: null, ct);
        }

        public async Task<string?> ProveAsync(CancellationToken ct)
        {
            var closed = (await cordon.NodesAsync(ct))
                .Where(n => n.Spec?.Unschedulable is true)
                .Select(n => n.Name())
                .ToHashSet();
            return aim.Nodes.All(closed.Contains) && await Departure.ProveAsync(watch, aim.Pods, ct) is { } gone
                ? $"{string.Join(", ", aim.Nodes)} unschedulable; {gone}"
                : null;
        }

        public async Task<string?> RevertAsync(CancellationToken deadline)
        {
            var opened = new List<string>();
            foreach (var node in aim.Nodes)
            {
                if (await cordon.OpenAsync(node, run, deadline) is { } proof)
                    opened.Add(proof);
            }
            return opened.Count == 0 ? null : string.Join("; ", opened);
        }
    }
}
