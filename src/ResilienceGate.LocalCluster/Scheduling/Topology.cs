using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>A place that nodes share: a label and its value.</summary>
internal readonly record struct Topology(string Key, string Value)
{
    /// <returns>Null when the node has no such label.</returns>
    public static Topology? Of(string key, NodeInfo? node) => node?.Label(key) is { } value ? new(key, value) : null;

    /// <summary>The requirement that some labels be the same as a pod's (<c>matchLabelKeys</c>).</summary>
    public static bool SharesLabels(IList<string>? keys, V1Pod pod, V1Pod other) =>
        (keys ?? []).All(key =>
            Selectors.Value(pod.Metadata.Labels, key) is not { } value
            || Selectors.Value(other.Metadata.Labels, key) == value
        );
}
