using System.Net;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Tests.Services;

public sealed class RouteTableTests
{
    [Fact]
    public void Every_prefix_that_begins_at_an_address_is_read_and_the_default_route_is_not()
    {
        const string Table = """
            Main:
              +-- 0.0.0.0/0 3 0 5
                 |-- 0.0.0.0
                    /0 universe UNICAST
                 +-- 10.244.0.0/16 2 0 2
                    |-- 10.244.0.0
                       /16 link UNICAST
                       /24 link UNICAST
                    |-- 10.244.1.7
                       /32 host LOCAL
            """;
        Assert.Equal(
            [IPNetwork.Parse("10.244.0.0/16"), IPNetwork.Parse("10.244.0.0/24"), IPNetwork.Parse("10.244.1.7/32")],
            RouteTable.Parse(Table.Split('\n'))
        );
    }

    [Fact]
    public void Pods_get_no_addresses_that_the_machine_reaches_already()
    {
        using var free = AddressBlock.ClaimPrivate([]);
        using var other = AddressBlock.ClaimPrivate([free.Network, IPNetwork.Parse("10.0.0.0/8")]);
        Assert.NotEqual(10, other.Network.BaseAddress.GetAddressBytes()[0]);
    }
}
