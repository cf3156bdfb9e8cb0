using System.Text;
using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Probes;
using ResilienceGate.Probes.OpenAi;

namespace ResilienceGate.Tests.Probes.OpenAi;

public sealed class ChatProtocolTests
{
    private static readonly ChatProtocol Protocol = new(new ChatOptions("/v1", TimeSpan.FromSeconds(5)));

    [Fact]
    public void A_request_is_greedy_seeded_and_streamed()
    {
        var body = Prepared("""{"messages":[{"role":"user","content":"Hi"}],"max_tokens":8}""");

        Assert.Equal(
            """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":8,"model":"chat","stream":true,"stream_options":{"include_usage":true},"temperature":0,"seed":0}""",
            body
        );
    }

    [Fact]
    public void What_the_request_says_of_chance_is_kept() =>
        Assert.Contains(
            "\"temperature\":0.7,\"seed\":3,",
            Prepared("""{"messages":[{"role":"user"}],"temperature":0.7,"seed":3}"""),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("""{"prompt":"Hi"}""", "no 'messages'")]
    [InlineData("""{"messages":[]}""", "no 'messages'")]
    [InlineData("""{"messages":["Hi"]}""", "'role'")]
    [InlineData("""{"messages":[{"content":"Hi"}]}""", "'role'")]
    [InlineData("""{"messages":[{"role":"user"}],"model":"other"}""", "'model' is set by the probe")]
    [InlineData("""{"messages":[{"role":"user"}],"stream":false}""", "'stream' is set by the probe")]
    [InlineData("""{"messages":[{"role":"user"}],"n":2}""", "'n' is set by the probe")]
    public void A_body_that_could_not_work_is_found_before_anything_is_sent(string body, string problem) =>
        Assert.Contains(problem, Protocol.FindProblem(Object(body)), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"Hi\"")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""")]
    public void What_is_expected_is_a_text_or_a_completion(string expected) =>
        Assert.Equal(
            ["Hi"],
            Protocol
                .ReadAnswer(Assert.IsAssignableFrom<JsonNode>(JsonNode.Parse(expected)))
                .Value?.Prediction.Outputs[0]
                .Texts
        );

    [Theory]
    [InlineData("7")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"}}]}""")]
    public void What_says_nothing_cannot_be_expected(string expected) =>
        Assert.Equal(
            Outcome.Malformed,
            Protocol.ReadAnswer(Assert.IsAssignableFrom<JsonNode>(JsonNode.Parse(expected))).Outcome
        );

    [Theory]
    // vLLM, TGI with its revision, and a server that has neither call.
    [InlineData(200, 404, "", true, null)]
    [InlineData(200, 200, """{"model_id":"chat","model_sha":"ab12"}""", true, "ab12")]
    [InlineData(404, 404, "", true, null)]
    [InlineData(503, 404, "", false, null)]
    public async Task A_server_is_ready_when_it_lists_the_model_and_is_not_unwell(
        int health,
        int info,
        string metadata,
        bool ready,
        string? digest
    ) =>
        Assert.Equal(
            new ModelDescription(ready, null, digest),
            (
                await Describe("""{"object":"list","data":[{"id":"other"},{"id":"chat"}]}""", health, info, metadata)
            ).Value
        );

    [Theory]
    [InlineData("""{"data":[{"id":"other"}]}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("{}")]
    public async Task A_model_that_is_not_listed_is_not_ready(string models) =>
        Assert.False((await Describe(models, 200, 404, "")).Value?.IsReady);

    [Fact]
    public async Task A_list_that_is_none_is_malformed() =>
        Assert.Equal(Outcome.Malformed, (await Describe("[]", 200, 404, "")).Outcome);

    private static string Prepared(string body) =>
        Encoding.UTF8.GetString(Protocol.Prepare(new ProbeRequest("a", Object(body)), "chat").Payload.Span);

    private static JsonObject Object(string json) => Assert.IsType<JsonObject>(JsonNode.Parse(json));

    private static async Task<Reply<ModelDescription>> Describe(string models, int health, int info, string metadata)
    {
        await using var server = new TrapServer(request =>
            request.Line switch
            {
                "GET /v1/models HTTP/1.1" => Traps.Answer(200, models),
                "GET /health HTTP/1.1" => Traps.Answer(health, ""),
                "GET /info HTTP/1.1" => Traps.Answer(info, metadata),
                _ => Traps.CloseAtOnce,
            }
        );
        using var client = Protocol.Connect(
            new ModelEndpoint
            {
                Server = new Uri($"http://{server.Address}/"),
                Host = null,
                Model = "chat",
                Connections = ConnectionPolicy.Pooled,
                ConnectTimeout = TimeSpan.FromSeconds(30),
                Time = TimeProvider.System,
            }
        );
        return await client.DescribeAsync(TestContext.Current.CancellationToken);
    }
}
