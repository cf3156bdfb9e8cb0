using System.Net;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Tests.Services;

public sealed class AddressTests
{
    [Fact]
    public void Two_clusters_have_blocks_of_their_own()
    {
        using var one = AddressBlock.ClaimLoopback();
        using var other = AddressBlock.ClaimLoopback();
        Assert.NotEqual(one.Node(1), other.Node(1));
    }

    [Fact]
    public void A_block_is_free_again_when_its_cluster_is_gone()
    {
        var block = AddressBlock.ClaimLoopback();
        var address = block.Node(1);
        block.Dispose();
        List<AddressBlock> blocks = [];
        do blocks.Add(AddressBlock.ClaimLoopback());
        while (!blocks[^1].Node(1).Equals(address));
        blocks.ForEach(taken => taken.Dispose());
    }

    [Fact]
    public void A_returned_address_comes_last()
    {
        var pool = Pool();
        var first = Take(pool);
        pool.Return(first);
        for (var i = 0; i < 253; i++)
            Assert.NotEqual(first, Take(pool));
        Assert.Equal(first, Take(pool));
        Assert.Null(pool.Take());
    }

    [Fact]
    public void A_wanted_address_is_given_once_and_only_from_the_range()
    {
        var addresses = new ServiceAddresses(Pool());
        Assert.Equal("127.9.1.7", addresses.Allocate("127.9.1.7"));
        Assert.Null(addresses.Allocate("127.9.1.7"));
        Assert.Null(addresses.Allocate("127.9.2.7"));
        Assert.Null(addresses.Allocate("nonsense"));
        addresses.Release("127.9.1.7");
        Assert.Equal("127.9.1.7", addresses.Allocate("127.9.1.7"));
    }

    private static AddressPool Pool() => new(host => new IPAddress([127, 9, 1, host]));

    private static IPAddress Take(AddressPool pool) =>
        pool.Take() ?? throw new InvalidOperationException("The pool is empty.");
}
