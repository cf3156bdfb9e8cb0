using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Whether what the pods of a node have asked for leaves room for one more.</summary>
internal static class ResourceFit
{
    /// <returns>What there is not enough of.</returns>
    public static IEnumerable<Refusal> Lacking(V1Pod pod, NodeInfo node)
    {
        if (node.Pods.Count + 1 > node.Allocatable("pods"))
            yield return new Refusal("Too many pods", IsResolvable: true);
        foreach (var (resource, requested) in PodRequests.Of(pod))
        {
            var total = node.Allocatable(resource);
            if (requested > 0 && node.Requested(resource) + requested > total)
                yield return new Refusal($"Insufficient {resource}", IsResolvable: requested <= total);
        }
    }
}
