using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Probes;
using ResilienceGate.Probes.HttpApi;

namespace ResilienceGate.Tests.Probes.HttpApi;

public sealed class HttpApiTests
{
    private static readonly HttpExchange Exchange = new(
        "POST",
        "/score?k=3",
        ["X-Tenant: shop", "Authorization:Bearer abc"],
        200,
        "$.result.items[*].id",
        Health: "/healthz"
    );

    private static readonly ProbeRequest Request = new("a", new JsonObject { ["user"] = 42 });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_plan_says_how_the_api_is_called()
    {
        await using var server = new TrapServer(_ => Traps.Answer(200, """{"result":{"items":[{"id":7}]}}"""));
        await Ask(Exchange, server);

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /score?k=3 HTTP/1.1", request.Line);
        Assert.Equal("shop", request.Header("X-Tenant"));
        Assert.Equal("Bearer abc", request.Header("Authorization"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("""{"user":42}""", request.Body);
    }

    [Fact]
    public async Task A_get_has_no_body()
    {
        var get = Exchange with { Method = "GET" };
        await using var server = new TrapServer(_ => Traps.Answer(200, """{"result":{"items":[{"id":7}]}}"""));
        using var client = Clients.Connect(new HttpApiProtocol(get), server.Address);
        await client.InferAsync(new HttpApiProtocol(get).Prepare(new ProbeRequest("a", []), ""), Ct);

        Assert.Null(Assert.Single(server.Requests).Header("Content-Length"));
        Assert.Contains("no body", new HttpApiProtocol(get).FindProblem(Request.Body), StringComparison.Ordinal);
        Assert.Null(new HttpApiProtocol(get).FindProblem([]));
    }

    [Fact]
    public async Task The_path_picks_the_answer_and_leaves_out_the_rest()
    {
        var reply = await Ask(
            Exchange,
            """{"id":"1f","result":{"items":[{"id":7,"at":"2030-01-02T03:04:05Z"},{"id":8}]},"took":0.3}"""
        );

        Assert.Equal([7, 8], Assert.Single(reply.Value?.Prediction.Outputs ?? []).Numbers);
    }

    [Theory]
    [InlineData("$", """{"label":"cat","p":0.5}""", "label=cat p=0.5")]
    [InlineData("$", """["cat"]""", "answer=cat")]
    [InlineData("$.when", """{"when":"2030-01-02T03:04:05Z"}""", "answer=2030-01-02T03:04:05Z")]
    [InlineData("$..p", """{"p":0.1,"in":[{"p":0.30000000000000004}]}""", "answer=0.1,0.30000000000000004")]
    [InlineData("$.items[?(@.p > 0.5)]", """{"items":[{"l":"a","p":0.4},{"l":"b","p":0.6}]}""", "l=b p=0.6")]
    public async Task Any_json_is_an_answer(string path, string body, string outputs)
    {
        var reply = await Ask(Exchange with { Answer = path }, body);

        Assert.Equal(
            outputs,
            string.Join(
                ' ',
                reply.Value?.Prediction.Outputs.Select(o =>
                    FormattableString.Invariant(
                        $"{o.Name}={string.Join(',', o.Texts ?? o.Numbers?.Select(n => FormattableString.Invariant($"{n:R}")) ?? [])}"
                    )
                )
                    ?? []
            )
        );
    }

    [Theory]
    [InlineData(200, """{"result":{"items":[]}}""", "Malformed", "nothing is at")]
    [InlineData(200, """{"result":{"items":[{"id":null}]}}""", "Malformed", "something else")]
    [InlineData(200, """{"result":{"items":[{"id":NaN}]}}""", "Malformed", "NaN or infinite")]
    [InlineData(200, """{"result":{"items":[{"id":7}]}}}""", "Malformed", "")]
    [InlineData(200, """{"result":{"items":[{"id":7}]""", "Malformed", "not valid JSON")]
    [InlineData(200, "", "Malformed", "not valid JSON")]
    [InlineData(201, """{"result":{"items":[{"id":7}]}}""", "Malformed", "HTTP 201")]
    [InlineData(302, "", "Malformed", "HTTP 302")]
    [InlineData(422, "bad", "ClientError", "bad")]
    [InlineData(500, "oops", "ServerError", "oops")]
    public async Task What_goes_wrong_is_told_apart(int status, string body, string outcome, string problem)
    {
        await using var server = new TrapServer(_ => Traps.Answer(status, body));
        var reply = await Ask(Exchange, server);

        Assert.Equal(outcome, $"{reply.Outcome}");
        Assert.Contains(problem, reply.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_status_of_success_is_the_plans_to_choose()
    {
        await using var server = new TrapServer(request =>
            request.Line.StartsWith("POST /made", StringComparison.Ordinal)
                ? Traps.Answer(201, "[1]")
                : Traps.Answer(200, "[1]")
        );
        var made = Exchange with { Path = "/made", Answer = "$", Status = 201 };

        Assert.Equal(Outcome.Good, (await Ask(made, server)).Outcome);
        Assert.Contains(
            "where the plan has 201",
            (await Ask(made with { Path = "/" }, server)).Problem,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, false)]
    [InlineData(503, false)]
    public async Task Health_is_its_status(int status, bool ready)
    {
        await using var server = new TrapServer(request =>
            request.Line == "GET /healthz HTTP/1.1" ? Traps.Answer(status, "") : Traps.CloseAtOnce
        );
        using var client = Clients.Connect(new HttpApiProtocol(Exchange), server.Address);

        Assert.Equal(new ModelDescription(ready, null, null), (await client.DescribeAsync(Ct)).Value);
    }

    [Fact]
    public async Task Without_a_path_for_health_nothing_is_asked()
    {
        using var client = Clients.Connect(new HttpApiProtocol(Exchange with { Health = null }), "127.0.0.1:1");

        Assert.True((await client.DescribeAsync(Ct)).Value?.IsReady);
    }

    [Fact]
    public void A_path_that_is_none_is_named()
    {
        Assert.Null(AnswerPath.FindProblem("$.a[?(@.b == 'c')].d"));
        Assert.NotNull(AnswerPath.FindProblem("$.a["));
    }

    private static async Task<Reply<Answer>> Ask(HttpExchange exchange, string body)
    {
        await using var server = new TrapServer(_ => Traps.Answer(200, body));
        return await Ask(exchange, server);
    }

    private static async Task<Reply<Answer>> Ask(HttpExchange exchange, TrapServer server)
    {
        var protocol = new HttpApiProtocol(exchange);
        using var client = Clients.Connect(protocol, server.Address);
        return await client.InferAsync(protocol.Prepare(Request, exchange.Path), Ct);
    }
}
