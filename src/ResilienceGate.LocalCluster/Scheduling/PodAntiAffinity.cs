using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>The required part of <c>podAffinity</c> and <c>podAntiAffinity</c>.</summary>
internal static class PodAntiAffinity
{
    /// <returns>Null when the node may take the pod.</returns>
    public static string? Refuses(V1Pod pod, V1Node node, SchedulingState state)
    {
        var affinity = pod.Spec.Affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [];
        if (!affinity.All(term => IsSatisfied(term, pod, node, state)))
            return "node(s) didn't match pod affinity rules";
        if (Terms(pod).Any(term => state.Pods.Any(other => Meets(term, pod, other, node, state))))
            return "node(s) didn't match pod anti-affinity rules";
        // What runs already may keep away from the newcomer, too.
        return state.Pods.Any(other => Terms(other).Any(term => Repels(term, other, pod, node, state)))
            ? "node(s) didn't satisfy existing pods anti-affinity rules"
            : null;
    }

    private static IEnumerable<V1PodAffinityTerm> Terms(V1Pod pod) =>
        pod.Spec.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [];

    /// <summary>The first pod of a group that wants to be together may go anywhere.</summary>
    private static bool IsSatisfied(V1PodAffinityTerm term, V1Pod pod, V1Node node, SchedulingState state) =>
        state.Pods.Any(other => Meets(term, pod, other, node, state))
        || (Selects(term, pod, pod) && !state.Pods.Any(other => Selects(term, pod, other)));

    private static bool Meets(V1PodAffinityTerm term, V1Pod pod, V1Pod other, V1Node node, SchedulingState state) =>
        Selects(term, pod, other) && SharesTopology(term.TopologyKey, node, state.NodeOf(other));

    private static bool Repels(V1PodAffinityTerm term, V1Pod owner, V1Pod pod, V1Node node, SchedulingState state) =>
        Selects(term, owner, pod) && SharesTopology(term.TopologyKey, node, state.NodeOf(owner));

    private static bool Selects(V1PodAffinityTerm term, V1Pod owner, V1Pod other)
    {
        var namespaces = term.Namespaces is { Count: > 0 } given ? given : [owner.Metadata.NamespaceProperty];
        return namespaces.Contains(other.Metadata.NamespaceProperty)
            && term.LabelSelector.Matches(other.Metadata.Labels);
    }

    private static bool SharesTopology(string key, V1Node one, V1Node? other) =>
        one.Metadata.Labels is { } labels
        && labels.TryGetValue(key, out var value)
        && other?.Metadata.Labels is { } others
        && others.TryGetValue(key, out var otherValue)
        && value == otherValue;
}
