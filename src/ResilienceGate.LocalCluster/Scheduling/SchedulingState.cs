using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>The nodes, and the pods that have one and have not ended, at one moment.</summary>
internal sealed class SchedulingState
{
    private readonly Dictionary<string, NodeInfo> _byName;
    private readonly Clientset _cluster;

    private SchedulingState(Clientset cluster)
    {
        _cluster = cluster;
        Pods =
        [
            .. cluster.Pods.List(ns: null).Where(pod => !string.IsNullOrEmpty(pod.Spec.NodeName) && !pod.HasEnded()),
        ];
        var byNode = Pods.ToLookup(pod => pod.Spec.NodeName);
        Nodes = [.. cluster.Nodes.List(ns: null).Select(node => new NodeInfo(node, [.. byNode[node.Metadata.Name]]))];
        _byName = Nodes.ToDictionary(node => node.Name);
    }

    public IReadOnlyList<NodeInfo> Nodes { get; }

    public IReadOnlyList<V1Pod> Pods { get; }

    public static SchedulingState Read(Clientset cluster) => new(cluster);

    public NodeInfo? NodeOf(V1Pod pod) => _byName.GetValueOrDefault(pod.Spec.NodeName);

    public IDictionary<string, string>? NamespaceLabels(string name) =>
        _cluster.Namespaces.Find(ns: null, name)?.Metadata.Labels;

    public V1PersistentVolumeClaim? Claim(string ns, string name) => _cluster.PersistentVolumeClaims.Find(ns, name);

    public V1PersistentVolume? Volume(string? name) =>
        string.IsNullOrEmpty(name) ? null : _cluster.PersistentVolumes.Find(ns: null, name);

    /// <summary>By what the pods of the same application are known: the Services and the workload that select it.</summary>
    /// <returns>Null when nobody selects the pod.</returns>
    public Func<V1Pod, bool>? Application(V1Pod pod)
    {
        var ns = pod.Metadata.NamespaceProperty;
        var services = _cluster
            .Services.List(ns)
            .Select(service => service.Spec.Selector)
            .Where(selector => selector is { Count: > 0 } && IsPartOf(selector, pod))
            .ToList();
        var workload = pod.ControllerReference() switch
        {
            { Kind: "ReplicaSet" } owner => _cluster.ReplicaSets.Find(ns, owner.Name)?.Spec.Selector,
            { Kind: "StatefulSet" } owner => _cluster.StatefulSets.Find(ns, owner.Name)?.Spec.Selector,
            _ => null,
        };
        if (services.Count is 0 && workload is null)
            return null;
        return other =>
            services.TrueForAll(selector => IsPartOf(selector, other))
            && (workload is null || workload.Matches(other.Metadata.Labels));
    }

    private static bool IsPartOf(IDictionary<string, string> selector, V1Pod pod) =>
        selector.All(label => Selectors.Value(pod.Metadata.Labels, label.Key) == label.Value);
}
