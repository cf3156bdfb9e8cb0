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

    /// <summary>
    /// One pod is enough. During a surge there is one of each template, for as long as the old one serves and the new
    /// one does not yet.
    /// </summary>
    public IEnumerable<V1Pod> Surplus(bool surges, Func<V1Pod, bool> isAvailable)
    {
        if (!surges || Active.Count < 2)
            return Active.Skip(1);
        var isReplaced = New is { } pod && Old is { } old && (!old.IsReady() || isAvailable(pod));
        return Active.Where(pod => !ReferenceEquals(pod, New) && (isReplaced || !ReferenceEquals(pod, Old)));
    }
}
