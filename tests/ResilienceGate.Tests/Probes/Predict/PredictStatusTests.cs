using ResilienceGate.Probes;
using ResilienceGate.Probes.Predict;

namespace ResilienceGate.Tests.Probes.Predict;

public sealed class PredictStatusTests
{
    [Theory]
    [InlineData("""{"name":"m","ready":true}""", true)]
    [InlineData("""{"name":"m","ready":"True"}""", true)]
    [InlineData("""{"name":"m","ready":false}""", false)]
    [InlineData("""{"name":"m","ready":"false"}""", false)]
    [InlineData("""{"name":"m"}""", false)]
    public async Task KServe_says_whether_its_model_is_ready(string body, bool ready) =>
        Assert.Equal(
            new ModelDescription(ready, null, null),
            (await Describe(PredictProtocol.KServe, 200, body)).Value
        );

    [Theory]
    [InlineData("""{"model_version_status":[{"version":"3","state":"AVAILABLE","status":{"error_code":"OK"}}]}""", "3")]
    [InlineData(
        """{"model_version_status":[{"version":"10","state":"AVAILABLE"},{"version":"9","state":"AVAILABLE"}]}""",
        "10"
    )]
    [InlineData(
        """{"model_version_status":[{"version":"4","state":"LOADING"},{"version":"3","state":"AVAILABLE"}]}""",
        "3"
    )]
    [InlineData("""{"model_version_status":[{"version":"3","state":"LOADING"}]}""", null)]
    [InlineData("""{"model_version_status":[{"version":"3","state":"END"},{"state":"AVAILABLE"},7]}""", null)]
    [InlineData("""{"model_version_status":{}}""", null)]
    [InlineData("{}", null)]
    public async Task TensorFlow_Serving_is_ready_with_the_latest_version_that_is_available(
        string body,
        string? version
    ) =>
        Assert.Equal(
            new ModelDescription(version is not null, version, null),
            (await Describe(PredictProtocol.TensorFlowServing, 200, body)).Value
        );

    [Theory]
    [InlineData(404, """{"error":"not found"}""", "ClientError")]
    [InlineData(503, """{"error":"not ready"}""", "ServerError")]
    [InlineData(200, "[]", "Malformed")]
    [InlineData(200, "{", "Malformed")]
    public async Task A_server_that_does_not_tell_is_a_failure(int status, string body, string outcome)
    {
        Assert.Equal(outcome, $"{(await Describe(PredictProtocol.KServe, status, body)).Outcome}");
        Assert.Equal(outcome, $"{(await Describe(PredictProtocol.TensorFlowServing, status, body)).Outcome}");
    }

    private static async Task<Reply<ModelDescription>> Describe(IProbeProtocol protocol, int status, string body)
    {
        await using var server = new TrapServer(request =>
            request.Line == "GET /v1/models/recommender HTTP/1.1" ? Traps.Answer(status, body) : Traps.CloseAtOnce
        );
        using var client = Clients.Connect(protocol, server.Address);
        return await client.DescribeAsync(TestContext.Current.CancellationToken);
    }
}
