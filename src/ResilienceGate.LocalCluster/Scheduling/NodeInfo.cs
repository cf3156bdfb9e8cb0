using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>A node and the pods that it has.</summary>
internal sealed class NodeInfo(V1Node node, IReadOnlyList<V1Pod> pods)
{
    private readonly Lazy<IReadOnlyDictionary<string, decimal>> _requested = new(() => PodRequests.Sum(pods));

    public V1Node Node => node;

    public string Name => node.Metadata.Name;

    public IReadOnlyList<V1Pod> Pods => pods;

    public decimal Requested(string resource) => _requested.Value.GetValueOrDefault(resource);

    /// <summary>Zero when the node has nothing of it.</summary>
    public decimal Allocatable(string resource) =>
        node.Status.Allocatable is { } allocatable && allocatable.TryGetValue(resource, out var amount)
            ? amount.ToDecimal()
            : 0;

    /// <summary>The value of a label; null when the node has none of this name.</summary>
    public string? Label(string key) =>
        node.Metadata.Labels is { } labels && labels.TryGetValue(key, out var value) ? value : null;
}
