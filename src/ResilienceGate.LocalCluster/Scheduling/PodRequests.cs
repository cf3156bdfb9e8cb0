using System.Runtime.CompilerServices;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>What pods ask for, by resource.</summary>
internal static class PodRequests
{
    /// <summary>Pods that are read from the cluster are never changed, and each is asked about many times.</summary>
    private static readonly ConditionalWeakTable<V1Pod, IReadOnlyDictionary<string, decimal>> Known = [];

    public static IReadOnlyDictionary<string, decimal> Of(V1Pod pod) => Known.GetValue(pod, Read);

    public static IReadOnlyDictionary<string, decimal> Sum(IEnumerable<V1Pod> pods)
    {
        var sum = new Dictionary<string, decimal>();
        foreach (var (resource, amount) in pods.SelectMany(Of))
            Add(sum, resource, amount);
        return sum;
    }

    /// <summary>
    /// The containers together with the sidecars or, where it is more, what an init container asks for beside the
    /// sidecars that were started before it.
    /// </summary>
    private static Dictionary<string, decimal> Read(V1Pod pod)
    {
        var sidecars = new Dictionary<string, decimal>();
        var most = new Dictionary<string, decimal>();
        foreach (var container in pod.Spec.InitContainers ?? [])
        {
            var isSidecar = container.RestartPolicy is "Always";
            foreach (var (resource, amount) in Requests(container))
            {
                if (isSidecar)
                    Add(sidecars, resource, amount.ToDecimal());
                var now = sidecars.GetValueOrDefault(resource) + (isSidecar ? 0 : amount.ToDecimal());
                most[resource] = Math.Max(most.GetValueOrDefault(resource), now);
            }
        }

        var requests = sidecars;
        foreach (var (resource, amount) in pod.Spec.Containers.SelectMany(Requests))
            Add(requests, resource, amount.ToDecimal());
        foreach (var (resource, amount) in most)
            requests[resource] = Math.Max(requests.GetValueOrDefault(resource), amount);
        foreach (var (resource, amount) in pod.Spec.Overhead ?? new Dictionary<string, ResourceQuantity>())
            Add(requests, resource, amount.ToDecimal());
        return requests;
    }

    private static void Add(Dictionary<string, decimal> sum, string resource, decimal amount) =>
        sum[resource] = sum.GetValueOrDefault(resource) + amount;

    private static IDictionary<string, ResourceQuantity> Requests(V1Container container) =>
        container.Resources?.Requests ?? new Dictionary<string, ResourceQuantity>();
}
