using k8s.Models;
using ResilienceGate.Agents.Faults.CpuStress;
using ResilienceGate.Agents.Faults.MemoryStress;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Network;
using ResilienceGate.Faults.PodAgents;

namespace ResilienceGate.Tests.Faults.PodAgents;

/// <summary>What a fault means in a pod, by the limits of its containers.</summary>
public sealed class PodOrdersTests
{
    private const long Mebi = 1 << 20;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    [Fact]
    public void As_many_workers_burn_as_the_pod_may_use_processors()
    {
        var order = PodOrders.For(Cpu(workers: null), Pod(("1500m", null), ("250m", null)), NetworkAim.None);

        Assert.Equal(new CpuStressOrder(0.8, 2, 1.75), order.Fault);
        Assert.Null(order.Remark);
    }

    [Fact]
    public void A_pod_with_one_container_without_a_limit_has_none_and_that_is_said()
    {
        var order = PodOrders.For(Cpu(workers: 3), Pod(("1500m", null), (null, null)), NetworkAim.None);

        Assert.Equal(new CpuStressOrder(0.8, 3), order.Fault);
        Assert.Contains("not every container of the pod has a CPU limit", order.Remark, StringComparison.Ordinal);
        Assert.Null(order.Refused);
    }

    [Fact]
    public void A_limit_of_the_pod_itself_is_its_limit()
    {
        var pod = Pod((null, null));
        pod.Resources = new V1ResourceRequirements
        {
            Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("500m") },
        };

        Assert.Equal(new CpuStressOrder(0.8, 1, 0.5), PodOrders.For(Cpu(workers: null), pod, NetworkAim.None).Fault);
    }

    [Fact]
    public void Memory_is_filled_up_to_the_share_of_the_model_without_what_others_may_have()
    {
        var order = PodOrders.For(Memory(size: null), Pod((null, "100Mi"), (null, "60Mi")), NetworkAim.None);

        Assert.Equal(new MemoryStressOrder(75 * Mebi, MinusOthers: true), order.Fault);
        Assert.Equal("c1", order.Target);
        Assert.Null(order.Refused);
    }

    [Theory]
    [InlineData(100, "100Mi", true)]
    [InlineData(99, "100Mi", false)]
    [InlineData(4096, null, false)]
    public void An_amount_that_is_asked_for_must_be_below_the_limit(long size, string? limit, bool isRefused)
    {
        var order = PodOrders.For(Memory(size * Mebi), Pod((null, limit)), NetworkAim.None);

        Assert.Equal(new MemoryStressOrder(size * Mebi, MinusOthers: false), order.Fault);
        Assert.Equal(isRefused, order.Refused is not null);
        Assert.Equal(limit is null, order.Remark is not null);
    }

    private static Fault.CpuStress Cpu(int? workers) => new(0.8, workers, Duration);

    private static Fault.MemoryStress Memory(long? size) => new(size, 0.25, Duration);

    private static V1PodSpec Pod(params (string? Cpu, string? Memory)[] limits) =>
        new()
        {
            Containers =
            [
                .. limits.Select(
                    (l, i) =>
                        new V1Container
                        {
                            Name = $"c{i + 1}",
                            Resources = new V1ResourceRequirements { Limits = Limits(l.Cpu, l.Memory) },
                        }
                ),
            ],
        };

    private static Dictionary<string, ResourceQuantity> Limits(string? cpu, string? memory)
    {
        var limits = new Dictionary<string, ResourceQuantity>();
        if (cpu is not null)
            limits["cpu"] = new(cpu);
        if (memory is not null)
            limits["memory"] = new(memory);
        return limits;
    }
}
