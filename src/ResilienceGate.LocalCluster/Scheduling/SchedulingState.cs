using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>The nodes, and the pods that have one and have not ended, at one moment.</summary>
internal sealed class SchedulingState
{
    private readonly Dictionary<string, V1Node> _byName;
    private readonly ILookup<string, V1Pod> _byNode;

    private SchedulingState(IReadOnlyList<V1Node> nodes, IReadOnlyList<V1Pod> pods)
    {
        Nodes = nodes;
        Pods = pods;
        _byName = nodes.ToDictionary(node => node.Metadata.Name);
        _byNode = pods.ToLookup(pod => pod.Spec.NodeName);
    }

    public IReadOnlyList<V1Node> Nodes { get; }

    public IReadOnlyList<V1Pod> Pods { get; }

    public static SchedulingState Read(Clientset cluster) =>
        new(
            cluster.Nodes.List(ns: null),
            [
                .. cluster
                    .Pods.List(ns: null)
                    .Where(pod =>
                        !string.IsNullOrEmpty(pod.Spec.NodeName) && pod.Status.Phase is not ("Succeeded" or "Failed")
                    ),
            ]
        );

    public IReadOnlyCollection<V1Pod> On(V1Node node) => [.. _byNode[node.Metadata.Name]];

    public V1Node? NodeOf(V1Pod pod) => _byName.GetValueOrDefault(pod.Spec.NodeName);
}
