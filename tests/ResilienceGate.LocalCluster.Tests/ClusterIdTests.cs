namespace ResilienceGate.LocalCluster.Tests;

public sealed class ClusterIdTests
{
    [Fact]
    public void A_name_that_is_read_again_is_the_same_and_alive_as_long_as_its_process()
    {
        var id = ClusterId.New();
        Assert.Equal(id, ClusterId.TryParse(id.ToString()));
        Assert.True(id.IsAlive);
        Assert.False((id with { StartTime = id.StartTime - 1 }).IsAlive);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4b2b60287687")]
    [InlineData("4b2b60287687-12-x")]
    [InlineData("4b2b6028768-12-13")]
    public void What_is_no_such_name_is_none(string text) => Assert.Null(ClusterId.TryParse(text));
}
