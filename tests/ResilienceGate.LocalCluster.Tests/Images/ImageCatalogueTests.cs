using ResilienceGate.LocalCluster.Images;

namespace ResilienceGate.LocalCluster.Tests.Images;

public sealed class ImageCatalogueTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly ImageCatalogue Images = new(
        new Dictionary<string, IReadOnlyList<string>> { ["ghcr.io/acme/web"] = ["/opt/web", "--serve"] }
    );

    [Theory]
    [InlineData("ghcr.io/acme/web")]
    [InlineData("ghcr.io/acme/web:1.2")]
    [InlineData($"ghcr.io/acme/web@{Digest}")]
    [InlineData($"ghcr.io/acme/web:1.2@{Digest}")]
    public void A_known_name_is_its_program_whatever_the_tag_or_digest(string image) =>
        Assert.Equal(["/opt/web", "--serve"], Images.Resolve(image, command: null).Entrypoint);

    [Fact]
    public void Tags_have_identities_of_their_own_and_a_digest_is_kept()
    {
        Assert.NotEqual(Id("ghcr.io/acme/web:1"), Id("ghcr.io/acme/web:2"));
        Assert.Equal(Id("ghcr.io/acme/web:1"), Id("ghcr.io/acme/web:1"));
        Assert.Equal($"ghcr.io/acme/web@{Digest}", Id($"ghcr.io/acme/web:1@{Digest}"));
    }

    [Fact]
    public void Any_other_image_runs_the_containers_own_command() =>
        Assert.Empty(Images.Resolve("busybox", ["/bin/true"]).Entrypoint);

    [Fact]
    public void Every_node_has_the_image_that_does_nothing_and_holds_nothing_else()
    {
        var pause = Images.Resolve("registry.k8s.io/pause:3.10", ["/opt/web"]);

        Assert.NotEmpty(pause.Entrypoint);
        Assert.True(pause.HoldsNothingElse);
        Assert.False(Images.Resolve("ghcr.io/acme/web", command: null).HoldsNothingElse);
    }

    [Theory]
    [InlineData("nosuch", "docker.io/library/nosuch:latest")]
    [InlineData("acme/nosuch:1", "docker.io/acme/nosuch:1")]
    [InlineData("localhost:5000/nosuch", "localhost:5000/nosuch:latest")]
    public void An_unknown_image_without_a_command_is_not_found(string image, string full)
    {
        var error = Assert.Throws<ImagePullException>(() => Images.Resolve(image, command: null));
        Assert.Equal(
            $"rpc error: code = NotFound desc = failed to pull and unpack image \"{full}\": "
                + $"failed to resolve reference \"{full}\": {full}: not found",
            error.Message
        );
    }

    private static string Id(string image) => Images.Resolve(image, command: null).Id;
}
