using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Whether what the pods of a node have asked for leaves room for one more.</summary>
internal static class ResourceFit
{
    /// <returns>What there is not enough of, in the scheduler's words.</returns>
    public static IEnumerable<string> Lacking(V1Pod pod, V1Node node, IReadOnlyCollection<V1Pod> running)
    {
        var allocatable = node.Status.Allocatable ?? new Dictionary<string, ResourceQuantity>();
        if (allocatable.TryGetValue("pods", out var pods) && running.Count + 1 > pods.ToDecimal())
            yield return "Too many pods";
        foreach (var (resource, requested) in Requests(pod))
        {
            var total = allocatable.TryGetValue(resource, out var amount) ? amount.ToDecimal() : 0;
            if (requested > 0 && running.Sum(other => Requests(other).GetValueOrDefault(resource)) + requested > total)
                yield return $"Insufficient {resource}";
        }
    }

    /// <summary>The sum over the containers or, where one asks for more, the most that an init container asks for.</summary>
    private static Dictionary<string, decimal> Requests(V1Pod pod)
    {
        var requests = new Dictionary<string, decimal>();
        foreach (var container in pod.Spec.Containers)
        {
            foreach (var (resource, amount) in Requests(container))
                requests[resource] = requests.GetValueOrDefault(resource) + amount.ToDecimal();
        }

        foreach (var container in pod.Spec.InitContainers ?? [])
        {
            foreach (var (resource, amount) in Requests(container))
                requests[resource] = Math.Max(requests.GetValueOrDefault(resource), amount.ToDecimal());
        }

        return requests;
    }

    private static IDictionary<string, ResourceQuantity> Requests(V1Container container) =>
        container.Resources?.Requests ?? new Dictionary<string, ResourceQuantity>();
}
