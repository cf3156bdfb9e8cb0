using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ResilienceGate.Agents;
using ResilienceGate.Probes;
using ResilienceGate.Probes.Predict;

namespace ResilienceGate.Tests.Probes.Predict;

/// <summary>Against servers that answer as KServe and TensorFlow Serving do, and as they do when they are broken.</summary>
public sealed class PredictTests
{
    private const string Predictions = """{"predictions":[[0.25,0.75]]}""";

    private static readonly ProbeRequest Row = new("row", Body("""{"instances":[{"text":"caf\u00e9 <b>"}]}"""));

    [Theory]
    [InlineData(Predictions)]
    [InlineData("""{"model_name":"m","model_version":"1","id":"x","predictions":[0.25,0.75]}""")]
    [InlineData("""{"outputs":[[0.25],[0.75]]}""")]
    [InlineData("""{"error":null,"predictions":[0.25,0.75]}""")]
    public async Task Predictions_are_read_from_rows_and_from_columns(string body)
    {
        var reply = await Infer(Traps.Answer(200, body));

        Assert.Equal([0.25, 0.75], Assert.Single(reply.Value?.Prediction.Outputs ?? []).Numbers);
        Assert.Null(reply.Value?.ModelVersion);
    }

    [Fact]
    public async Task Named_outputs_keep_their_names() =>
        Assert.Equal(
            ["label", "scores"],
            (
                await Infer(Traps.Answer(200, """{"predictions":[{"label":"a","scores":[1]}]}"""))
            ).Value?.Prediction.Outputs.Select(output => output.Name) ?? []
        );

    [Fact]
    public async Task The_request_goes_to_predict_as_the_file_has_it()
    {
        await using var server = new TrapServer(_ => Traps.Answer(200, Predictions));
        await Infer(server);

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /v1/models/recommender:predict HTTP/1.1", request.Line);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(
            """{"instances":[{"text":"café <b>"}]}""",
            Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(request.Body))
        );
    }

    [Theory]
    [InlineData(200, """{"error":"out of memory"}""", "ServerError", "out of memory")]
    [InlineData(200, """{"predictions":[1],"error":{"code":5}}""", "ServerError", "an object")]
    [InlineData(400, """{"error":"bad shape"}""", "ClientError", "bad shape")]
    [InlineData(503, """{"error":"Model is not ready"}""", "ServerError", "not ready")]
    [InlineData(200, """{"predictions":[NaN]}""", "Malformed", "NaN or infinite")]
    [InlineData(200, """{"predictions":[-Infinity]}""", "Malformed", "NaN or infinite")]
    [InlineData(200, """{"predictions":[1e999]}""", "Malformed", "64 bits")]
    [InlineData(200, """{"predictions":[null]}""", "Malformed", "something else")]
    [InlineData(200, """{"predictions":[1]""", "Malformed", "not valid JSON")]
    [InlineData(200, """{"predictions":[1]}}""", "Malformed", "not valid JSON")]
    [InlineData(200, """[1]""", "Malformed", "not a JSON object")]
    [InlineData(200, """{"outcome":[1]}""", "Malformed", "neither 'predictions' nor 'outputs'")]
    [InlineData(200, "<html>", "Malformed", "not valid JSON")]
    public async Task What_goes_wrong_is_told_apart(int status, string body, string outcome, string problem)
    {
        var reply = await Infer(Traps.Answer(status, body));

        Assert.Equal(outcome, reply.Outcome.ToString());
        Assert.Contains(problem, reply.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void No_cut_through_an_answer_is_good_or_crashes() =>
        Gen.Int[0, Predictions.Length - 1]
            .Sample(length =>
                PredictResponse
                    .Read(System.Net.HttpStatusCode.OK, Encoding.UTF8.GetBytes(Predictions[..length]))
                    .Outcome is Outcome.Malformed
            );

    [Theory]
    [InlineData("""{"instances":[1]}""", null)]
    [InlineData("""{"signature_name":"s","instances":[{"b64":"AA=="}]}""", null)]
    [InlineData("""{"inputs":{"user":[42]}}""", null)]
    [InlineData("""{"inputs":[1]}""", null)]
    [InlineData("""{"inputs":42}""", null)]
    [InlineData("""{"inputs":[]}""", "is empty")]
    [InlineData("""{"instances":[]}""", "at least one row")]
    [InlineData("""{"instances":1}""", "at least one row")]
    [InlineData("""{"instances":[1],"inputs":[1]}""", "both")]
    [InlineData("""{"input":[1]}""", "no 'instances'")]
    public void A_body_of_another_protocol_is_found_before_anything_is_sent(string body, string? problem)
    {
        var found = PredictProtocol.KServe.FindProblem(Body(body));

        if (problem is null)
            Assert.Null(found);
        else
            Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    private static async Task<Reply<Answer>> Infer(Trap trap)
    {
        await using var server = new TrapServer(_ => trap);
        return await Infer(server);
    }

    private static async Task<Reply<Answer>> Infer(TrapServer server)
    {
        using var client = Clients.Connect(PredictProtocol.KServe, server.Address);
        return await client.InferAsync(
            PredictProtocol.KServe.Prepare(Row, "recommender"),
            TestContext.Current.CancellationToken
        );
    }

    private static JsonObject Body(string json) => Assert.IsType<JsonObject>(JsonNode.Parse(json));
}
