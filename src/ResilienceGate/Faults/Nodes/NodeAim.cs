using k8s.Models;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.Nodes;

/// <summary>Chooses nodes that carry pods of the target, within the blast radius.</summary>
/// <param name="mayClose">Whether a node may be closed at all, beside what the target's pods say of it.</param>
internal sealed class NodeAim(Cordon cordon, Func<V1Node, CancellationToken, Task<bool>>? mayClose = null)
{
    public async Task<Aim> ChooseAsync(
        Mode mode,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        var open = (await cordon.NodesAsync(ct))
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
        allowed = await ClosableAsync(allowed, open, ct);
        if (allowed.Length == 0)
            return ByChance("every node of the target carries pods of others, which the fault would take along");
        random.Shuffle(allowed);
        var chosen = allowed[..mode.Draw(allowed.Length, random)];
        var pods = chosen.SelectMany(g => g).ToList();
        if (radius.Refuses(pods.Count) is { } refused)
            return TooMany(radius, refused);
        var nodes = chosen.Select(g => new AimedNode(g.Key, open[g.Key].ResourceVersion())).ToList();
        return open.Values.ExceptBy(nodes.Select(n => n.Name), n => n.Name()).Any(n => NodeRoom.Takes(n, pods[0].Now))
            ? new Aim(pods, nodes)
            : ByChance("no other node is schedulable, ready and without a taint against the target's pods");
    }

    private async Task<IGrouping<string, PodTimes>[]> ClosableAsync(
        IReadOnlyList<IGrouping<string, PodTimes>> candidates,
        Dictionary<string, V1Node> nodes,
        CancellationToken ct
    )
    {
        if (mayClose is null)
            return [.. candidates];
        var answers = await Task.WhenAll(candidates.Select(c => mayClose(nodes[c.Key], ct)));
        return [.. candidates.Where((_, i) => answers[i])];
    }

    private static Aim ByChance(string why) => Aim.Refuse(new Refusal.ByChance(why));

    /// <summary>How many pods share a node is the scheduler's doing, unless not even one may be hit.</summary>
    private static Aim TooMany(BlastRadius radius, string why) =>
        radius.MaxPods == 0 ? Aim.Refuse(new Refusal.ByTarget(why)) : ByChance(why);
}
