using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Volumes;

public sealed class MountPathsTests
{
    private static readonly MountPaths Mounts = new([
        new("/models", "/state/m", ReadOnly: false),
        new("/models/inner", "/state/i", ReadOnly: false),
        new("/tmp", "/tmp/state/t", ReadOnly: true),
    ]);

    [Theory]
    [InlineData("/models", "/state/m")]
    [InlineData("/models/", "/state/m/")]
    [InlineData("/models/a.bin", "/state/m/a.bin")]
    [InlineData("--weights=/models/a.bin", "--weights=/state/m/a.bin")]
    [InlineData("cat /models/a /models/b", "cat /state/m/a /state/m/b")]
    [InlineData("/bin:/models", "/bin:/state/m")]
    [InlineData("/models/inner/x", "/state/i/x")]
    [InlineData("/tmp/x", "/tmp/state/t/x")]
    [InlineData("/models2", "/models2")]
    [InlineData("/models.old/x", "/models.old/x")]
    [InlineData("/opt/models", "/opt/models")]
    [InlineData("models", "models")]
    public void A_mount_path_at_the_beginning_of_a_path_becomes_the_directory(string text, string expected) =>
        Assert.Equal(expected, Mounts.Rewrite(text));

    [Fact]
    public void Without_mounts_everything_stays() => Assert.Equal("/models", new MountPaths([]).Rewrite("/models"));
}
