using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>One of a pod's <c>topologySpreadConstraints</c>, with the pods of each place counted.</summary>
internal sealed class SpreadConstraint
{
    public const string Hostname = "kubernetes.io/hostname";

    private readonly Dictionary<string, int> _counts = [];
    private readonly Func<V1Pod, bool> _counted;
    private readonly int _minDomains;
    private readonly string _ns;
    private readonly bool _countsItself;

    /// <param name="pod">Whose constraint it is.</param>
    /// <param name="constraint">As the pod has it.</param>
    /// <param name="required">The keys that a node must have to be counted at all.</param>
    /// <param name="nodes">All nodes.</param>
    public SpreadConstraint(
        V1Pod pod,
        V1TopologySpreadConstraint constraint,
        IReadOnlyList<string> required,
        IEnumerable<NodeInfo> nodes
    )
        : this(
            pod,
            constraint.TopologyKey,
            constraint.MaxSkew,
            other =>
                constraint.LabelSelector.Matches(other.Metadata.Labels)
                && Topology.SharesLabels(constraint.MatchLabelKeys, pod, other)
        )
    {
        _minDomains = constraint.MinDomains ?? 1;
        Count(
            nodes.Where(node => required.All(key => node.Label(key) is not null) && IsIncluded(pod, constraint, node))
        );
    }

    /// <summary>A constraint that the cluster has for pods without any.</summary>
    public SpreadConstraint(V1Pod pod, string key, int maxSkew, Func<V1Pod, bool> counted, IEnumerable<NodeInfo> nodes)
        : this(pod, key, maxSkew, counted) => Count(nodes.Where(node => node.Label(key) is not null));

    private SpreadConstraint(V1Pod pod, string key, int maxSkew, Func<V1Pod, bool> counted)
    {
        Key = key;
        MaxSkew = maxSkew;
        _counted = counted;
        _ns = pod.Metadata.NamespaceProperty;
        _countsItself = counted(pod);
    }

    public string Key { get; }

    public int MaxSkew { get; }

    /// <returns>Null when the node may take the pod.</returns>
    public Refusal? Refuses(NodeInfo node)
    {
        const string Reason = "node(s) didn't match pod topology spread constraints";
        if (node.Label(Key) is not { } place)
            return new Refusal($"{Reason} (missing required label)", IsResolvable: false);
        // With fewer places than there are to be, the next one is thought of as empty.
        var least = _counts.Count < _minDomains ? 0 : _counts.Values.Min();
        return _counts.GetValueOrDefault(place) + (_countsItself ? 1 : 0) - least > MaxSkew
            ? new Refusal(Reason, IsResolvable: true)
            : null;
    }

    /// <summary>How many of the counted pods are where the node is.</summary>
    public int Crowd(NodeInfo node) => node.Label(Key) is { } place ? _counts.GetValueOrDefault(place) : 0;

    private static bool IsIncluded(V1Pod pod, V1TopologySpreadConstraint constraint, NodeInfo node) =>
        (constraint.NodeAffinityPolicy is "Ignore" || NodeFit.IsSelected(pod, node.Node))
        && (constraint.NodeTaintsPolicy is not "Honor" || NodeFit.IsTolerated(pod, node.Node));

    private void Count(IEnumerable<NodeInfo> nodes)
    {
        foreach (var node in nodes)
        {
            var place = node.Label(Key) ?? "";
            _counts[place] =
                _counts.GetValueOrDefault(place)
                + node.Pods.Count(pod =>
                    !pod.IsTerminating() && pod.Metadata.NamespaceProperty == _ns && _counted(pod)
                );
        }
    }
}
