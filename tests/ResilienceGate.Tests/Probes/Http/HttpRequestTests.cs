using ResilienceGate.Agents;

namespace ResilienceGate.Tests.Probes.Http;

/// <summary>What goes over the wire.</summary>
public sealed class HttpRequestTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_says_what_a_plain_client_would_say_and_nothing_else()
    {
        await using var server = new TrapServer(_ => Traps.Answer(200, Traps.Prediction));
        using var client = Clients.Connect(server.Address);

        await client.InferAsync(Clients.Prepared("a"), Ct);

        var request = Assert.Single(server.Requests);
        Assert.Equal(
            """
            POST /v2/models/recommender/infer HTTP/1.1
            Connection: close
            Content-Length: 71
            Content-Type: application/json
            Host: recommender.shop.svc:8080
            """.ReplaceLineEndings("\n"),
            string.Join('\n', [request.Line, .. request.Head.Split("\r\n").Skip(1).Order(StringComparer.Ordinal)])
        );
        Assert.Equal("""{"inputs":[{"name":"user","shape":[1],"datatype":"INT64","data":[42]}]}""", request.Body);
    }

    [Fact]
    public async Task Fresh_connections_carry_one_request_each()
    {
        await using var server = new TrapServer(_ => Traps.Answer(200, Traps.Prediction));
        using var client = Clients.Connect(server.Address, ConnectionPolicy.Fresh);

        for (var i = 0; i < 3; i++)
            await client.InferAsync(Clients.Prepared("a"), Ct);

        Assert.Equal([1, 2, 3], server.Requests.Select(request => request.Connection));
    }

    [Fact]
    public async Task Pooled_connections_are_reused()
    {
        await using var server = new TrapServer(_ => Traps.Answer(200, Traps.Prediction));
        using var client = Clients.Connect(server.Address, ConnectionPolicy.Pooled);

        for (var i = 0; i < 3; i++)
            await client.InferAsync(Clients.Prepared("a"), Ct);

        Assert.Equal([1, 1, 1], server.Requests.Select(request => request.Connection));
    }

    [Fact]
    public async Task A_pooled_connection_that_the_server_closes_under_a_request_is_reset()
    {
        var asked = 0;
        await using var server = new TrapServer(_ =>
            Interlocked.Increment(ref asked) == 2 ? Traps.CloseAtOnce : Traps.Answer(200, Traps.Prediction)
        );
        using var client = Clients.Connect(server.Address, ConnectionPolicy.Pooled);

        var outcomes = new List<Outcome>();
        for (var i = 0; i < 3; i++)
            outcomes.Add((await client.InferAsync(Clients.Prepared("a"), Ct)).Outcome);

        Assert.Equal([Outcome.Good, Outcome.Reset, Outcome.Good], outcomes);
    }

    [Fact]
    public async Task A_request_does_not_wait_for_the_connection_of_one_that_stalls()
    {
        var first = true;
        await using var server = new TrapServer(_ =>
            Interlocked.Exchange(ref first, false) ? Traps.Stall : Traps.Answer(200, Traps.Prediction)
        );
        using var client = Clients.Connect(server.Address);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var stalling = client.InferAsync(Clients.Prepared("a"), stalled.Token).AsTask();
        while (server.Requests.IsEmpty)
            await Task.Yield();

        var reply = await client.InferAsync(Clients.Prepared("a"), Ct);

        Assert.Equal(Outcome.Good, reply.Outcome);
        Assert.False(stalling.IsCompleted);
        await stalled.CancelAsync();
        Assert.Equal(Outcome.Timeout, (await stalling).Outcome);
    }
}
