using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Clusters;

namespace ResilienceGate.Tests.Clusters;

/// <summary>Requests to a server that reads everything; what it answers, and when, is the test's.</summary>
public sealed class RequestTimeoutTests : IDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpClient _client;

    public RequestTimeoutTests()
    {
        _listener.Start();
        _client = new HttpClient(new RequestTimeout(Limit, _time) { InnerHandler = new SocketsHttpHandler() });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData(Head)]
    public async Task A_request_whose_answer_does_not_come_in_whole_is_given_up_and_the_next_has_a_fresh_connection(
        string answered
    )
    {
        var asking = SendAsync("nodes/n1");
        using var swallows = await AcceptAsync(answered);
        _time.Advance(Limit);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => asking);
        var again = SendAsync("nodes/n1");
        using var answers = await AcceptAsync(Head + "{}");

        Assert.Equal("no answer to GET within 30 s", error.Message);
        using var response = await again;
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(Ct));
    }

    [Theory]
    [InlineData("pods?watch=true")]
    [InlineData("pods/p/log?follow=true&timestamps=true")]
    public async Task A_stream_stays_open_for_as_long_as_it_is_wanted(string path)
    {
        var asking = SendAsync(path);
        using var streams = await AcceptAsync("");
        _time.Advance(2 * Limit);

        Assert.False(asking.IsCompleted);
        await streams.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(Head), Ct);
        using var response = await asking;
    }

    [Fact]
    public async Task A_request_that_its_user_gives_up_is_cancelled_as_ever()
    {
        using var user = new CancellationTokenSource();
        var asking = _client.GetAsync(Address("nodes"), user.Token);
        using var swallows = await AcceptAsync("");

        await user.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private Task<HttpResponseMessage> SendAsync(string path) =>
        _client.GetAsync(Address(path), HttpCompletionOption.ResponseHeadersRead, Ct);

    private Uri Address(string path) => new($"http://{_listener.LocalEndpoint}/{path}");

    /// <summary>Takes the next connection, reads its request and writes an answer.</summary>
    private async Task<TcpClient> AcceptAsync(string answer)
    {
        var connection = await _listener.AcceptTcpClientAsync(Ct);
        Assert.True(await connection.GetStream().ReadAsync(new byte[4096], Ct) > 0);
        await connection.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), Ct);
        return connection;
    }
}
