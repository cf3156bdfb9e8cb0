using ResilienceGate.Agents;
using ResilienceGate.Probes;

namespace ResilienceGate.Tests.Probes.OpenInference;

public sealed class OpenInferenceMetadataTests
{
    [Fact]
    public async Task Version_and_digest_are_read_from_the_metadata() =>
        Assert.Equal(
            new ModelDescription(IsReady: true, "3", "sha256:ab"),
            (await Describe("""{"name":"m","versions":["3"],"parameters":{"digest":"sha256:ab"}}""", ready: 200)).Value
        );

    [Theory]
    [InlineData("""{"name":"m"}""")]
    [InlineData("""{"name":"m","versions":[],"parameters":{}}""")]
    [InlineData("""{"name":"m","versions":["1","2"],"parameters":{"digest":7}}""")]
    [InlineData("""{"name":"m","versions":null,"parameters":[]}""")]
    public async Task What_a_server_does_not_tell_is_null(string metadata) =>
        Assert.Equal(new ModelDescription(IsReady: true, null, null), (await Describe(metadata, ready: 200)).Value);

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Only_200_means_ready(int status) =>
        Assert.False((await Describe("""{"name":"m"}""", status)).Value?.IsReady);

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Metadata_that_are_no_object_are_malformed(string metadata) =>
        Assert.Equal(Outcome.Malformed, (await Describe(metadata, ready: 200)).Outcome);

    private static async Task<Reply<ModelDescription>> Describe(string metadata, int ready)
    {
        await using var server = new TrapServer(request =>
            request.Line switch
            {
                "GET /v2/models/recommender HTTP/1.1" => Traps.Answer(200, metadata),
                "GET /v2/models/recommender/ready HTTP/1.1" => Traps.Answer(ready, ""),
                _ => Traps.CloseAtOnce,
            }
        );
        using var client = Clients.Connect(server.Address);
        return await client.DescribeAsync(TestContext.Current.CancellationToken);
    }
}
