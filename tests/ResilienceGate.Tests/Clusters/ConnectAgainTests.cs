using System.Net;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Clusters;

namespace ResilienceGate.Tests.Clusters;

public sealed class ConnectAgainTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly SlowToConnect _server = new();
    private readonly HttpClient _client;

    public ConnectAgainTests() =>
        _client = new HttpClient(
            new RequestTimeout(Limit, _time) { InnerHandler = new ConnectAgain { InnerHandler = _server } }
        );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_request_that_found_no_connection_in_time_is_sent_again()
    {
        _server.Late = 2;

        using var response = await _client.PostAsync(new Uri("http://cluster/pods"), new StringContent("a pod"), Ct);

        Assert.Equal("a pod", _server.Received);
    }

    [Fact]
    public async Task Asking_again_ends_with_the_time_for_an_answer()
    {
        _server.Late = int.MaxValue;
        _server.OnConnect = () => _time.Advance(Limit / 2);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() =>
            _client.GetAsync(new Uri("http://cluster/pods"), Ct)
        );

        Assert.Equal("no answer to GET within 30 s", error.Message);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_kept()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _server.Late = int.MaxValue;
        _server.OnConnect = end.Cancel;

        await Assert.ThrowsAsync<TaskCanceledException>(() =>
            _client.GetAsync(new Uri("http://cluster/pods"), end.Token)
        );
    }

    /// <summary>A server whose first connections come about too late, as <see cref="SocketsHttpHandler"/> reports it.</summary>
    private sealed class SlowToConnect : HttpMessageHandler
    {
        public int Late { get; set; }

        public Action OnConnect { get; set; } = () => { };

        public string? Received { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            OnConnect();
            cancellationToken.ThrowIfCancellationRequested();
            if (Late-- > 0)
                throw new TaskCanceledException("The operation was canceled.", new TimeoutException());
            Received = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
