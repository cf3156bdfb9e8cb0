using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Whether a node may take one pod: the scheduler's filters in their order, each with its own words.</summary>
internal sealed class NodeFit(V1Pod pod, SchedulingState state)
{
    private static readonly V1Taint Unschedulable = new()
    {
        Key = "node.kubernetes.io/unschedulable",
        Effect = "NoSchedule",
    };

    private readonly HashSet<string>? _named = Named(pod);
    private readonly TopologySpread _spread = new(pod, state);
    private readonly PodAffinity _affinity = new(pod, state);

    public TopologySpread Spread => _spread;

    public PodAffinity Affinity => _affinity;

    /// <returns>Why it may not; empty when it may.</returns>
    public IReadOnlyList<Refusal> Refusals(NodeInfo info)
    {
        var node = info.Node;
        if (_named?.Contains(info.Name) is false)
            return Final("node(s) didn't satisfy plugin(s) [NodeAffinity]");
        if (node.Spec.Unschedulable is true && !pod.Tolerates(Unschedulable))
            return Final("node(s) were unschedulable");
        if (!IsTolerated(pod, node))
            return Final("node(s) had untolerated taint(s)");
        if (!IsSelected(pod, node))
            return Final("node(s) didn't match Pod's node affinity/selector");
        if (info.Pods.Any(other => SharesPort(pod, other)))
            return [new Refusal("node(s) didn't have free ports for the requested pod ports", IsResolvable: true)];
        if (ResourceFit.Lacking(pod, info).ToList() is { Count: > 0 } lacking)
            return lacking;
        return (VolumeFit.Refuses(pod, node, state) ?? _spread.Refuses(info) ?? _affinity.Refuses(info)) is { } refusal
            ? [refusal]
            : [];
    }

    public static bool IsSelected(V1Pod pod, V1Node node)
    {
        var labels = node.Metadata.Labels ?? new Dictionary<string, string>();
        var selector = pod.Spec.NodeSelector ?? new Dictionary<string, string>();
        var affinity = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        return selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
            && (affinity is null || affinity.Matches(node));
    }

    /// <summary>Whether the pod may be put there in spite of the node's taints.</summary>
    public static bool IsTolerated(V1Pod pod, V1Node node) =>
        (node.Spec.Taints ?? []).Where(taint => taint.Effect is "NoSchedule" or "NoExecute").All(pod.Tolerates);

    private static IReadOnlyList<Refusal> Final(string reason) => [new Refusal(reason, IsResolvable: false)];

    /// <summary>The nodes that the pod's affinity calls by name, as a DaemonSet's does; null: it does not.</summary>
    private static HashSet<string>? Named(V1Pod pod)
    {
        var terms = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms;
        var names = (terms ?? []).Select(term =>
            (term.MatchFields ?? []).FirstOrDefault(field => field is { Key: "metadata.name", OperatorProperty: "In" })
        );
        var named = names.ToList();
        return named.Count is 0 || named.Contains(null)
            ? null
            : [.. named.OfType<V1NodeSelectorRequirement>().SelectMany(field => field.Values)];
    }

    private static bool SharesPort(V1Pod one, V1Pod other) => HostPorts(one).Intersect(HostPorts(other)).Any();

    private static IEnumerable<(int Port, string Protocol)> HostPorts(V1Pod pod) =>
        pod
            .Spec.Containers.SelectMany(container => container.Ports ?? [])
            .Where(port => port.HostPort is > 0)
            .Select(port => (port.HostPort ?? 0, port.Protocol ?? "TCP"));
}
