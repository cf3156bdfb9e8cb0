using k8s.Models;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>What a pod may use of its node, which an ephemeral container in it cannot see.</summary>
/// <param name="Processors">Null where not all containers have a limit: then the pod has none.</param>
/// <param name="Memory">Bytes; null as for processors.</param>
internal sealed record PodLimits(double? Processors, long? Memory)
{
    private const string Cpu = "cpu";
    private const string Bytes = "memory";

    public static PodLimits Of(V1PodSpec pod) =>
        new(
            Limit(pod, Cpu) is { } processors ? (double)processors : null,
            Limit(pod, Bytes) is { } memory ? (long)memory : null
        );

    /// <summary>The limit of the pod itself, or the sum of those of all containers that run beside each other.</summary>
    private static decimal? Limit(V1PodSpec pod, string resource)
    {
        if (Of(pod.Resources, resource) is { } own)
            return own;
        var sidecars = (pod.InitContainers ?? []).Where(c => c.RestartPolicy is "Always");
        var limits = pod.Containers.Concat(sidecars).Select(c => Of(c.Resources, resource)).ToList();
        return limits.TrueForAll(l => l is not null) ? limits.Sum() : null;
    }

    private static decimal? Of(V1ResourceRequirements? resources, string resource) =>
        resources?.Limits is { } limits && limits.TryGetValue(resource, out var limit) ? limit.ToDecimal() : null;
}
