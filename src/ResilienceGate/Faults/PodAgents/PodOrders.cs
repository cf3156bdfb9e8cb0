using k8s.Models;
using ResilienceGate.Agents.Faults.CpuStress;
using ResilienceGate.Agents.Faults.MemoryStress;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Network;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>What a fault of a plan means in a pod: a new one is one line here.</summary>
internal static class PodOrders
{
    /// <param name="pod">As the cluster has it, or as the template of the workload describes it.</param>
    /// <param name="aim">What a fault of the network hits; none while it is only looked at.</param>
    public static PodOrder For(Fault.InPod fault, V1PodSpec pod, NetworkAim aim) =>
        fault switch
        {
            Fault.CpuStress cpu => CpuStress(cpu, PodLimits.Of(pod)),
            Fault.Network network => new PodOrder(NetworkOrders.For(network, aim)),
            Fault.MemoryStress memory => MemoryStress(memory, pod, PodLimits.Of(pod)),
            _ => throw new InvalidOperationException($"The fault {fault.Kind} is not known."),
        };

    private static PodOrder CpuStress(Fault.CpuStress fault, PodLimits limits) =>
        new(
            new CpuStressOrder(
                fault.Load,
                fault.Workers ?? (limits.Processors is { } most ? (int)Math.Ceiling(most) : null),
                limits.Processors
            )
        )
        {
            Remark = limits.Processors is null ? Unlimited("CPU") : null,
        };

    private static PodOrder MemoryStress(Fault.MemoryStress fault, V1PodSpec pod, PodLimits limits)
    {
        if (fault.Size is { } size)
            return new PodOrder(new MemoryStressOrder(size, MinusOthers: false))
            {
                Refused =
                    size >= limits.Memory
                        ? "`size` is not below the memory limit of the pod: the kernel would kill the stress, and not the model"
                        : null,
                Remark = limits.Memory is null ? Unlimited("memory") : null,
            };
        // Of the containers beside the model the agent sees nothing: they are left what they may have.
        var model = pod.Containers[0];
        var share = PodLimits.Of(new V1PodSpec { Containers = [model] }).Memory ?? limits.Memory;
        return new PodOrder(
            new MemoryStressOrder((long)((share ?? 0) * (1 - fault.Headroom)), MinusOthers: true),
            model.Name
        )
        {
            Refused = limits.Memory is null
                ? "not every container of the pod has a memory limit, so there is nothing to fill it up to; give them limits, or write `size`"
                : null,
        };
    }

    private static string Unlimited(string resource) =>
        $"not every container of the pod has a {resource} limit, so the pod has none: the stress is shared by everything on the node";
}
