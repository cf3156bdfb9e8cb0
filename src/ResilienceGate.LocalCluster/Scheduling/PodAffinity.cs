using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>
/// Which places draw or repel one pod: its own <c>podAffinity</c> and <c>podAntiAffinity</c>, and those of the pods
/// that run already.
/// </summary>
internal sealed class PodAffinity
{
    /// <summary>A required affinity of a running pod draws others of its kind a little (<c>hardPodAffinityWeight</c>).</summary>
    private const int RequiredWeight = 1;

    private readonly V1Pod _pod;
    private readonly SchedulingState _state;
    private readonly IList<V1PodAffinityTerm> _wanted;
    private readonly HashSet<Topology> _forbidden = [];
    private readonly HashSet<Topology> _repelling = [];
    private readonly List<HashSet<Topology>> _found;
    private readonly Dictionary<Topology, long> _weights = [];

    public PodAffinity(V1Pod pod, SchedulingState state)
    {
        _pod = pod;
        _state = state;
        var affinity = pod.Spec.Affinity;
        _wanted = affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [];
        _found = [.. _wanted.Select(_ => new HashSet<Topology>())];
        var isDemanding = affinity?.PodAffinity is not null || affinity?.PodAntiAffinity is not null;
        foreach (var other in state.Pods)
        {
            if (isDemanding)
                ConsiderOwn(other);
            if (
                other.Spec.Affinity is { } theirs
                && (theirs.PodAffinity ?? (object?)theirs.PodAntiAffinity) is not null
            )
                ConsiderTheirs(other, theirs);
        }
    }

    /// <returns>Null when the node may take the pod.</returns>
    public Refusal? Refuses(NodeInfo node)
    {
        if (!IsDrawn(node))
            return new Refusal("node(s) didn't match pod affinity rules", IsResolvable: false);
        if (_forbidden.Any(place => node.Label(place.Key) == place.Value))
            return new Refusal("node(s) didn't match pod anti-affinity rules", IsResolvable: true);
        return _repelling.Any(place => node.Label(place.Key) == place.Value)
            ? new Refusal("node(s) didn't satisfy existing pods anti-affinity rules", IsResolvable: true)
            : null;
    }

    /// <summary>The weights of all preferences that the node meets.</summary>
    public long Score(NodeInfo node) =>
        _weights.Where(weight => node.Label(weight.Key.Key) == weight.Key.Value).Sum(weight => weight.Value);

    private bool IsDrawn(NodeInfo node)
    {
        if (_wanted.Count is 0)
            return true;
        if (_wanted.Any(term => node.Label(term.TopologyKey) is null))
            return false;
        var isThere = _wanted
            .Index()
            .All(term => Topology.Of(term.Item.TopologyKey, node) is { } place && _found[term.Index].Contains(place));
        // The first pod of a group that wants to be together may go anywhere.
        return isThere
            || (_found.TrueForAll(places => places.Count is 0) && _wanted.All(term => Selects(term, _pod, _pod)));
    }

    private void ConsiderOwn(V1Pod other)
    {
        var place = _state.NodeOf(other);
        for (var index = 0; index < _wanted.Count; index++)
        {
            // Who is to stand for the group must fulfil all its terms.
            if (_wanted.All(term => Selects(term, _pod, other)))
                Add(_found[index], _wanted[index], place);
        }

        var affinity = _pod.Spec.Affinity;
        foreach (var term in affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [])
        {
            if (Selects(term, _pod, other))
                Add(_forbidden, term, place);
        }

        foreach (var term in affinity?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [])
            Weigh(term.PodAffinityTerm, term.Weight, _pod, other, place);
        foreach (var term in affinity?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [])
            Weigh(term.PodAffinityTerm, -term.Weight, _pod, other, place);
    }

    private void ConsiderTheirs(V1Pod other, V1Affinity theirs)
    {
        var place = _state.NodeOf(other);
        foreach (var term in theirs.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [])
        {
            if (Selects(term, other, _pod))
                Add(_repelling, term, place);
        }

        foreach (var term in theirs.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [])
            Weigh(term, RequiredWeight, other, _pod, place);
        foreach (var term in theirs.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [])
            Weigh(term.PodAffinityTerm, term.Weight, other, _pod, place);
        foreach (var term in theirs.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [])
            Weigh(term.PodAffinityTerm, -term.Weight, other, _pod, place);
    }

    private static void Add(HashSet<Topology> places, V1PodAffinityTerm term, NodeInfo? node)
    {
        if (Topology.Of(term.TopologyKey, node) is { } place)
            places.Add(place);
    }

    private void Weigh(V1PodAffinityTerm term, int weight, V1Pod owner, V1Pod other, NodeInfo? node)
    {
        if (Topology.Of(term.TopologyKey, node) is { } place && Selects(term, owner, other))
            _weights[place] = _weights.GetValueOrDefault(place) + weight;
    }

    private bool Selects(V1PodAffinityTerm term, V1Pod owner, V1Pod other) =>
        IsInNamespace(term, owner, other.Metadata.NamespaceProperty)
        && term.LabelSelector.Matches(other.Metadata.Labels)
        && Topology.SharesLabels(term.MatchLabelKeys, owner, other)
        && (term.MismatchLabelKeys ?? []).All(key =>
            Selectors.Value(owner.Metadata.Labels, key) is not { } value
            || Selectors.Value(other.Metadata.Labels, key) != value
        );

    private bool IsInNamespace(V1PodAffinityTerm term, V1Pod owner, string ns)
    {
        var names = term.Namespaces ?? [];
        if (names.Count is 0 && term.NamespaceSelector is null)
            return ns == owner.Metadata.NamespaceProperty;
        return names.Contains(ns) || term.NamespaceSelector.Matches(_state.NamespaceLabels(ns));
    }
}
