using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Agents;
using ResilienceGate.Probes;
using ResilienceGate.Probes.OpenAi;

namespace ResilienceGate.Tests.Probes.OpenAi;

/// <summary>Against a server that streams as the specification has it, and as servers do that are killed in the middle.</summary>
public sealed class ChatStreamTests
{
    private static readonly ChatProtocol Protocol = new(new ChatOptions("/v1", TimeSpan.FromSeconds(5)));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pieces_are_one_answer()
    {
        var answer = (await Ask(Traps.Stream(Traps.EndOfStream, ChatEvents.Whole))).Value;

        Assert.Equal(["Hello, café"], Assert.Single(answer?.Prediction.Outputs ?? []).Texts);
        Assert.Equal("fp_1", answer?.ModelVersion);
        Assert.Equal(5, answer?.Stream?.Tokens);
        Assert.Single(answer?.Stream?.Gaps ?? []);
    }

    [Fact]
    public async Task Comments_that_keep_a_connection_alive_are_passed_over() =>
        Assert.Equal(
            Outcome.Good,
            (await Ask(Traps.Stream(Traps.EndOfStream, [": ping", .. ChatEvents.Whole]))).Outcome
        );

    [Fact]
    public async Task Calls_of_tools_are_an_output_of_their_own()
    {
        var answer = (
            await Ask(
                Traps.Stream(
                    Traps.EndOfStream,
                    """data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"buy","arguments":"{\"n\":"}}]}}]}""",
                    """data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]},"finish_reason":"tool_calls"}]}""",
                    ChatEvents.Done
                )
            )
        ).Value;

        Assert.Equal(["""buy{"n":1}"""], answer?.Prediction.Outputs[1].Texts);
    }

    public static TheoryData<string, string[]> Cut =>
        new()
        {
            { "without a finish_reason", [ChatEvents.Hello] },
            { "without a finish_reason", [ChatEvents.Hello, ChatEvents.Usage, ChatEvents.Done] },
            { "without [DONE]", [ChatEvents.Hello, ChatEvents.Stop, ChatEvents.Usage] },
            {
                "finish_reason 'abort'",
                [ChatEvents.Hello, """data: {"choices":[{"delta":{},"finish_reason":"abort"}]}""", ChatEvents.Done]
            },
            { "without a finish_reason", [] },
        };

    [Theory]
    [MemberData(nameof(Cut))]
    public async Task A_stream_that_ends_before_its_answer_does_is_truncated(string problem, string[] events)
    {
        var reply = await Ask(Traps.Stream(Traps.EndOfStream, events));

        Assert.Equal(Outcome.Truncated, reply.Outcome);
        Assert.Contains(problem, reply.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_goes_in_mid_stream_truncates_it()
    {
        Assert.Equal(Outcome.Truncated, (await Ask(Traps.Stream(Traps.CloseAtOnce, ChatEvents.Hello))).Outcome);
        Assert.Equal(Outcome.Reset, (await Ask(Traps.CloseAtOnce)).Outcome);
    }

    [Theory]
    [InlineData("""data: {"error":{"message":"out of memory","code":500}}""", "ServerError", "out of memory")]
    [InlineData("event: error\ndata: worker died", "ServerError", "worker died")]
    [InlineData("data: {", "Malformed", "not valid")]
    [InlineData("data: null", "Malformed", "null")]
    [InlineData("""data: {"choices":7}""", "Malformed", "not valid")]
    [InlineData("""data: {"choices":[],"usage":{"completion_tokens":0}}""", "Malformed", "0 tokens")]
    public async Task An_error_in_mid_stream_is_none_of_the_answers(string last, string outcome, string problem)
    {
        var reply = await Ask(
            Traps.Stream(Traps.EndOfStream, ChatEvents.Hello, ChatEvents.Stop, last, ChatEvents.Done)
        );

        Assert.Equal(outcome, $"{reply.Outcome}");
        Assert.Contains(problem, reply.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"error":{"message":"busy"}}""", "ServerError", "busy")]
    [InlineData(200, """{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}""", "Malformed", "one piece")]
    [InlineData(200, "<html>", "Malformed", "neither a stream")]
    [InlineData(404, """{"error":{"message":"no such model"}}""", "ClientError", "no such model")]
    [InlineData(503, "", "ServerError", "503")]
    public async Task What_is_no_stream_is_no_answer(int status, string body, string outcome, string problem)
    {
        var reply = await Ask(Traps.Answer(status, body));

        Assert.Equal(outcome, $"{reply.Outcome}");
        Assert.Contains(problem, reply.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_in_which_nothing_comes_has_stalled()
    {
        var time = new FakeTimeProvider();
        await using var server = new TrapServer(_ => Traps.Stream(Traps.Stall, ChatEvents.Hello));
        using var client = Clients.Connect(Protocol, server.Address, time: time);
        var asked = client.InferAsync(Protocol.Prepare(ChatRequests.Hi, "chat"), Ct).AsTask();

        // Time that passes before the stream has begun is no stall, so it has to pass until there is one.
        while (!asked.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), Ct);
        }

        Assert.Equal(Outcome.Stalled, (await asked).Outcome);
    }

    [Fact]
    public async Task A_stream_is_read_to_its_end_where_its_connection_is_used_again()
    {
        await using var server = new TrapServer(_ => Traps.Stream(Traps.EndOfStream, ChatEvents.Whole));
        using var client = Clients.Connect(Protocol, server.Address, ConnectionPolicy.Pooled);

        await client.InferAsync(Protocol.Prepare(ChatRequests.Hi, "chat"), Ct);
        await client.InferAsync(Protocol.Prepare(ChatRequests.Hi, "chat"), Ct);

        Assert.Equal([1, 1], server.Requests.Select(request => request.Connection));
    }

    private static async Task<Reply<Answer>> Ask(Trap trap)
    {
        await using var server = new TrapServer(_ => trap);
        using var client = Clients.Connect(Protocol, server.Address);
        return await client.InferAsync(Protocol.Prepare(ChatRequests.Hi, "chat"), Ct);
    }
}
