using System.Net;
using System.Net.Sockets;
using ResilienceGate.Agents;

namespace ResilienceGate.Tests.Probes.Http;

/// <summary>Every way in which a real connection can go wrong, and what the probe calls it.</summary>
public sealed class HttpOutcomeTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_good() => await Expect(Outcome.Good, Traps.Answer(200, Traps.Prediction));

    [Fact]
    public async Task An_answer_in_chunks_is_good() => await Expect(Outcome.Good, Traps.Chunked(Traps.Prediction));

    [Fact]
    public async Task An_answer_that_is_longer_than_the_first_buffer_is_good() =>
        await Expect(Outcome.Good, Traps.Chunked(Traps.Prediction + new string(' ', 100_000)));

    [Fact]
    public async Task A_connection_that_is_reset_is_reset() => await Expect(Outcome.Reset, Traps.Reset);

    [Fact]
    public async Task A_connection_that_is_closed_without_an_answer_is_reset() =>
        await Expect(Outcome.Reset, Traps.CloseAtOnce);

    [Fact]
    public async Task A_connection_that_is_closed_in_mid_body_is_reset() =>
        await Expect(Outcome.Reset, Traps.Truncate(Traps.Prediction));

    [Fact]
    public async Task A_connection_that_is_closed_between_chunks_is_reset() =>
        await Expect(Outcome.Reset, Traps.TruncateChunked(Traps.Prediction));

    [Fact]
    public async Task No_answer_until_the_deadline_is_a_timeout() =>
        await Expect(Outcome.Timeout, Traps.Stall, TimeSpan.FromMilliseconds(100));

    [Fact]
    public async Task Half_an_answer_until_the_deadline_is_a_timeout() =>
        await Expect(Outcome.Timeout, Traps.StallInBody(Traps.Prediction), TimeSpan.FromMilliseconds(100));

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    public async Task A_status_of_4xx_is_a_client_error(int status) =>
        await Expect(Outcome.ClientError, Traps.Answer(status, """{"error":"no such model"}"""));

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_status_of_5xx_is_a_server_error(int status) =>
        await Expect(Outcome.ServerError, Traps.Answer(status, "down"));

    [Theory]
    [InlineData(204)]
    [InlineData(302)]
    public async Task Any_other_status_is_malformed(int status) =>
        await Expect(Outcome.Malformed, Traps.Answer(status, ""));

    [Fact]
    public async Task What_is_no_HTTP_is_malformed() => await Expect(Outcome.Malformed, Traps.Garbage);

    [Fact]
    public async Task A_body_that_is_no_JSON_is_malformed() =>
        await Expect(Outcome.Malformed, Traps.Answer(200, """{"outputs":[{"name":"""));

    [Fact]
    public async Task A_response_beyond_all_measure_is_malformed() =>
        await Expect(Outcome.Malformed, Traps.Answer(200, new string(' ', 17_000_000)));

    [Fact]
    public async Task An_error_under_a_status_of_success_is_a_server_error() =>
        await Expect(Outcome.ServerError, Traps.Answer(200, """{"error":"out of memory"}"""));

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_refused()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Bound, so that nobody else gets it, but not listening.
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = Clients.Connect($"{reserved.LocalEndPoint}");

        var reply = await client.InferAsync(Clients.Prepared("a"), Ct);

        Assert.Equal(Outcome.Refused, reply.Outcome);
        Assert.NotNull(reply.Problem);
    }

    [Fact]
    public async Task A_pooled_connection_survives_every_answer_that_leaves_it_whole()
    {
        string[] bodies = [Traps.Prediction, "not JSON", Traps.Prediction];
        var served = 0;
        await using var server = new TrapServer(_ => Traps.Answer(200, bodies[served++]));
        using var client = Clients.Connect(server.Address, ConnectionPolicy.Pooled);

        var outcomes = new List<Outcome>();
        foreach (var _ in bodies)
            outcomes.Add((await client.InferAsync(Clients.Prepared("a"), Ct)).Outcome);

        Assert.Equal([Outcome.Good, Outcome.Malformed, Outcome.Good], outcomes);
        Assert.All(server.Requests, request => Assert.Equal(1, request.Connection));
    }

    private static async Task Expect(Outcome expected, Trap trap, TimeSpan? deadline = null)
    {
        await using var server = new TrapServer(_ => trap);
        using var client = Clients.Connect(server.Address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        if (deadline is { } after)
            limit.CancelAfter(after);

        var reply = await client.InferAsync(Clients.Prepared("a"), limit.Token);

        Assert.True(expected == reply.Outcome, $"{reply.Outcome}: {reply.Problem}");
        Assert.Equal(expected is Outcome.Good, reply.Value is not null);
        Assert.Equal(expected is Outcome.Good, reply.Problem is null);
    }
}
