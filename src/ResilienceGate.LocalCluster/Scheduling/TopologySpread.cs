using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>
/// The <c>topologySpreadConstraints</c> of one pod, or those that every pod of a Service or workload has by default
/// (<c>pkg/scheduler/framework/plugins/podtopologyspread</c>).
/// </summary>
internal sealed class TopologySpread
{
    private const string Zone = "topology.kubernetes.io/zone";

    private readonly IReadOnlyList<SpreadConstraint> _required;
    private readonly IReadOnlyList<SpreadConstraint> _preferred;

    public TopologySpread(V1Pod pod, SchedulingState state)
    {
        _required = Of(pod, "DoNotSchedule", state);
        _preferred = pod.Spec.TopologySpreadConstraints is { Count: > 0 }
            ? Of(pod, "ScheduleAnyway", state)
            : Defaults(pod, state);
    }

    /// <returns>Null when the node may take the pod.</returns>
    public Refusal? Refuses(NodeInfo node) =>
        _required.Select(constraint => constraint.Refuses(node)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>From 0 to 100: the less crowded, the more.</summary>
    public IReadOnlyList<long> Scores(IReadOnlyList<NodeInfo> nodes)
    {
        if (_preferred.Count is 0)
            return [.. nodes.Select(_ => 0L)];
        var weights = _preferred.Select(constraint => Weight(constraint, nodes)).ToList();
        var crowds = nodes
            .Select(node =>
                (long)
                    Math.Round(
                        _preferred.Select((c, i) => c.Crowd(node) * weights[i] + c.MaxSkew - 1).Sum(),
                        MidpointRounding.AwayFromZero
                    )
            )
            .ToList();
        var (least, most) = (crowds.Min(), crowds.Max());
        return [.. crowds.Select(crowd => most is 0 ? 100 : 100 * (most + least - crowd) / most)];
    }

    /// <summary>The more places there are, the more one pod in one of them counts.</summary>
    private static double Weight(SpreadConstraint constraint, IReadOnlyList<NodeInfo> nodes) =>
        Math.Log(nodes.Select(node => node.Label(constraint.Key)).OfType<string>().Distinct().Count() + 2);

    private static IReadOnlyList<SpreadConstraint> Of(V1Pod pod, string action, SchedulingState state)
    {
        var constraints = (pod.Spec.TopologySpreadConstraints ?? []).Where(c => c.WhenUnsatisfiable == action).ToList();
        List<string> keys = [.. constraints.Select(constraint => constraint.TopologyKey)];
        return [.. constraints.Select(constraint => new SpreadConstraint(pod, constraint, keys, state.Nodes))];
    }

    private static IReadOnlyList<SpreadConstraint> Defaults(V1Pod pod, SchedulingState state) =>
        state.Application(pod) is { } application
            ?
            [
                new SpreadConstraint(pod, SpreadConstraint.Hostname, maxSkew: 3, application, state.Nodes),
                new SpreadConstraint(pod, Zone, maxSkew: 5, application, state.Nodes),
            ]
            : [];
}
