using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Isolation.Cgroups;

public sealed class ResourceBoundsTests
{
    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(100, 102, 4)]
    [InlineData(1000, 1024, 39)]
    [InlineData(1_000_000, 262_144, 10_000)]
    public void A_request_becomes_the_shares_and_weight_that_the_kubelet_and_runc_make_of_it(
        long thousandths,
        long shares,
        long weight
    )
    {
        Assert.Equal(shares, CpuFormula.Shares(thousandths));
        Assert.Equal(weight, CpuFormula.Weight(thousandths));
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(500, 50_000)]
    [InlineData(2000, 200_000)]
    public void A_limit_becomes_microseconds_in_a_tenth_of_a_second(long thousandths, long quota) =>
        Assert.Equal(quota, CpuFormula.Quota(thousandths));

    [Fact]
    public void A_pod_has_a_limit_only_when_each_of_its_containers_has_one()
    {
        var limited = Container("500m", "64Mi");
        Assert.Equal(
            new ResourceBounds
            {
                CpuRequest = 1000,
                CpuLimit = 1000,
                MemoryLimit = 128 << 20,
            },
            ResourceBounds.Of(new V1PodSpec { Containers = [limited, limited] })
        );
        Assert.Equal(
            new ResourceBounds { CpuRequest = 500 },
            ResourceBounds.Of(new V1PodSpec { Containers = [limited, new V1Container()] })
        );
    }

    [Fact]
    public void An_init_container_that_needs_more_than_all_others_counts_alone() =>
        Assert.Equal(
            256 << 20,
            ResourceBounds
                .Of(new V1PodSpec { Containers = [Container("1", "64Mi")], InitContainers = [Container("1", "256Mi")] })
                .MemoryLimit
        );

    private static V1Container Container(string cpu, string memory) =>
        new()
        {
            Resources = new V1ResourceRequirements
            {
                Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu), ["memory"] = new(memory) },
            },
        };
}
