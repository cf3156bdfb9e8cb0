using System.Net;
using System.Text.Json;

namespace ResilienceGate.Recommender.Tests.Serving;

public sealed class MetadataTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("/v2/health/live", """{"live":true}""")]
    [InlineData("/v2/health/ready", """{"ready":true}""")]
    [InlineData("/v2/models/recommender/ready", """{"name":"recommender","ready":true}""")]
    [InlineData("/v2/models/recommender/versions/1/ready", """{"name":"recommender","ready":true}""")]
    public async Task Health_is_answered(string path, string expected)
    {
        var (status, body) = await fixture.Server.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(expected, body.GetRawText());
    }

    [Fact]
    public async Task The_server_names_itself()
    {
        var (status, body) = await fixture.Server.GetAsync("/v2");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("resilience-gate-recommender", body.GetProperty("name").GetString());
        Assert.NotEqual("unknown", body.GetProperty("version").GetString());
        Assert.Equal(0, body.GetProperty("extensions").GetArrayLength());
    }

    [Theory]
    [InlineData("/v2/models/recommender")]
    [InlineData("/v2/models/recommender/versions/1")]
    public async Task The_model_describes_its_tensors_and_its_state(string path)
    {
        var (status, body) = await fixture.Server.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, status);
        var expected = JsonElement.Parse(
            $$"""
            {
              "name": "recommender",
              "versions": ["1"],
              "platform": "resilience-gate_matrix-factorisation",
              "inputs": [{ "name": "user", "datatype": "INT64", "shape": [-1] }],
              "outputs": [
                { "name": "items", "datatype": "INT64", "shape": [-1, -1] },
                { "name": "scores", "datatype": "FP32", "shape": [-1, -1] }
              ],
              "parameters": { "digest": "{{ShippedModel.Digest}}" }
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected, body), body.GetRawText());
    }

    [Theory]
    [InlineData("/v2/models/other", "unknown model other")]
    [InlineData("/v2/models/other/ready", "unknown model other")]
    [InlineData("/v2/models/recommender/versions/2", "unknown version 2")]
    [InlineData("/v2/models/recommender/versions/2/ready", "unknown version 2")]
    [InlineData("/v3", "no such path: /v3")]
    public async Task What_is_not_there_is_404_with_a_reason(string path, string reason)
    {
        var (status, body) = await fixture.Server.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.StartsWith(reason, body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_method_is_405_with_a_reason()
    {
        var (status, body) = await fixture.Server.GetAsync("/v2/models/recommender/infer");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, status);
        Assert.Equal("/v2/models/recommender/infer takes POST", body.GetProperty("error").GetString());
    }
}
