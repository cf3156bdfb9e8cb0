using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.DaemonSets;

/// <summary>One node as a DaemonSet sees it.</summary>
/// <param name="Node">The node.</param>
/// <param name="ShouldRun">Whether the set is to have a pod there.</param>
/// <param name="MayStay">Whether one that is there may stay.</param>
/// <param name="Pods">All that the set has there, the oldest first.</param>
/// <param name="Hash">Of the set's present template.</param>
internal sealed record DaemonNode(V1Node Node, bool ShouldRun, bool MayStay, IReadOnlyList<V1Pod> Pods, string Hash)
{
    public string Name => Node.Metadata.Name;

    public IReadOnlyList<V1Pod> Active { get; } = [.. Pods.Where(pod => pod.IsActive())];

    /// <summary>The pod of the present template.</summary>
    public V1Pod? New => Active.FirstOrDefault(pod => pod.Revision() == Hash);

    /// <summary>A pod of an earlier template.</summary>
    public V1Pod? Old => Active.FirstOrDefault(pod => pod.Revision() != Hash);

    /// <summary>One pod is enough and, during a surge, one of each template.</summary>
    public IEnumerable<V1Pod> Surplus(bool surges) =>
        surges ? Active.Where(pod => !ReferenceEquals(pod, New) && !ReferenceEquals(pod, Old)) : Active.Skip(1);
}
