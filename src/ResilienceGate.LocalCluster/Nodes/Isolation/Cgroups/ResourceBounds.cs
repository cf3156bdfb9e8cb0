using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

/// <summary>What the kernel is to be told of the resources of a container or a pod.</summary>
internal sealed record ResourceBounds
{
    public static ResourceBounds None { get; } = new();

    /// <summary>What it gets when the processors are busy, in thousandths of one; 0 asks for nothing.</summary>
    public long CpuRequest { get; init; }

    /// <summary>In thousandths of a processor; null: no limit.</summary>
    public long? CpuLimit { get; init; }

    /// <summary>In bytes; null: no limit.</summary>
    public long? MemoryLimit { get; init; }

    public static ResourceBounds Of(V1Container container) =>
        new()
        {
            // A request that is left out is the limit.
            CpuRequest = Thousandths(container.Resources?.Requests) ?? Thousandths(container.Resources?.Limits) ?? 0,
            CpuLimit = Thousandths(container.Resources?.Limits),
            MemoryLimit = Bytes(container.Resources?.Limits),
        };

    /// <summary>
    /// As the kubelet's <c>ResourceConfigForPod</c>: the sums of the containers, or what a single init container needs
    /// if that is more; a limit only when every container has one. An ephemeral container brings nothing, and so takes
    /// from what the others have.
    /// </summary>
    public static ResourceBounds Of(V1PodSpec pod)
    {
        var main = pod.Containers.Select(Of).ToList();
        var init = (pod.InitContainers ?? []).Select(Of).ToList();
        return new()
        {
            CpuRequest = Math.Max(
                main.Sum(bounds => bounds.CpuRequest),
                init.Select(bounds => bounds.CpuRequest).DefaultIfEmpty().Max()
            ),
            CpuLimit = Limit(main, init, bounds => bounds.CpuLimit),
            MemoryLimit = Limit(main, init, bounds => bounds.MemoryLimit),
        };
    }

    private static long? Limit(
        List<ResourceBounds> main,
        List<ResourceBounds> init,
        Func<ResourceBounds, long?> limit
    ) =>
        main.Concat(init).Any(bounds => limit(bounds) is null)
            ? null
            : Math.Max(main.Sum(limit) ?? 0, init.Select(limit).DefaultIfEmpty().Max() ?? 0);

    private static long? Thousandths(IDictionary<string, ResourceQuantity>? amounts) =>
        amounts is not null && amounts.TryGetValue("cpu", out var cpu)
            ? (long)decimal.Ceiling(cpu.ToDecimal() * 1000)
            : null;

    private static long? Bytes(IDictionary<string, ResourceQuantity>? amounts) =>
        amounts is not null && amounts.TryGetValue("memory", out var memory) ? (long)memory.ToDecimal() : null;
}
