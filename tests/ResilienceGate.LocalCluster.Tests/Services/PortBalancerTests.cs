using System.Net;
using System.Net.Sockets;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Tests.Services;

public sealed class PortBalancerTests : IDisposable
{
    private const int Seed = 1;

    private readonly AddressBlock _block = AddressBlock.ClaimLoopback();
    private readonly List<Backend> _backends = [];
    private readonly PortBalancer _balancer;
    private readonly IPEndPoint _address;

    public PortBalancerTests()
    {
        _address = new IPEndPoint(_block.Node(1), 8080);
        _balancer = new PortBalancer(_address, new Random(Seed));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _balancer.Dispose();
        _backends.ForEach(backend => backend.Dispose());
        _block.Dispose();
    }

    [Fact]
    public async Task Connections_go_to_all_endpoints()
    {
        Follow(Start(), Start());
        var served = new HashSet<string>();
        while (served.Count < 2)
            served.Add(await AskAsync());
    }

    [Fact]
    public async Task Without_endpoints_a_connection_is_refused()
    {
        Follow(Start());
        await AskAsync();
        Follow();
        using var client = new TcpClient();
        var error = await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(_address, Token).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact]
    public async Task It_serves_again_when_endpoints_come_back()
    {
        var backend = Start();
        Follow(backend);
        await AskAsync();
        Follow();
        Follow(backend);
        Assert.Equal(backend.Name, await AskAsync());
    }

    [Fact]
    public async Task An_established_connection_stays_with_its_endpoint()
    {
        var (old, young) = (Start(), Start());
        Follow(old);
        using var client = await ConnectAsync();
        Assert.Equal(old.Name, await AskAsync(client));
        Follow(young);
        Assert.Equal(old.Name, await AskAsync(client));
        Assert.Equal(young.Name, await AskAsync());
    }

    [Fact]
    public async Task A_reset_by_the_endpoint_reaches_the_client()
    {
        var backend = Start();
        Follow(backend);
        using var client = await ConnectAsync();
        await AskAsync(client);
        backend.Reset();
        AssertReset(
            await Assert.ThrowsAsync<IOException>(() =>
                client.GetStream().ReadExactlyAsync(new byte[1], Token).AsTask()
            )
        );
    }

    [Fact]
    public async Task An_endpoint_whose_process_is_gone_resets_the_client()
    {
        var backend = Start();
        Follow(backend);
        backend.Dispose();
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            // The reset may come before or after the client knows that it is connected.
            using var client = await ConnectAsync();
            await client.GetStream().ReadExactlyAsync(new byte[1], Token);
        });
        AssertReset(error);
    }

    [Fact]
    public async Task A_client_that_has_said_all_still_gets_its_answer()
    {
        Follow(Start());
        using var client = await ConnectAsync();
        using var reader = new StreamReader(client.GetStream());
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal("bye", await reader.ReadToEndAsync(Token));
    }

    private static void AssertReset(Exception error) =>
        Assert.Equal(
            SocketError.ConnectionReset,
            Assert.IsType<SocketException>(error as SocketException ?? error.InnerException).SocketErrorCode
        );

    private void Follow(params Backend[] backends) =>
        _balancer.Follow(new Endpoints([.. backends.Select(backend => backend.Address)]));

    private Backend Start()
    {
        var backend = new Backend(_block.Node(_backends.Count + 2));
        _backends.Add(backend);
        return backend;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_address, Token);
        return client;
    }

    private async Task<string> AskAsync()
    {
        using var client = await ConnectAsync();
        return await AskAsync(client);
    }

    private static async Task<string> AskAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync("?"u8.ToArray(), Token);
        var answer = new byte[64];
        var length = await client.GetStream().ReadAsync(answer, Token);
        return System.Text.Encoding.ASCII.GetString(answer, 0, length);
    }

    /// <summary>Answers each question with its name, and the end of them with a farewell.</summary>
    private sealed class Backend : IDisposable
    {
        private readonly TcpListener _listener;
        private readonly List<TcpClient> _clients = [];

        public Backend(IPAddress address)
        {
            _listener = new TcpListener(address, 9000);
            _listener.Start();
            _ = AcceptAsync();
        }

        public IPEndPoint Address => Assert.IsType<IPEndPoint>(_listener.LocalEndpoint);

        public string Name => field ??= Address.ToString();

        public void Reset()
        {
            lock (_clients)
                _clients.ForEach(client => client.Client.Close(timeout: 0));
        }

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            _ = Name;
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync(CancellationToken.None);
                    lock (_clients)
                        _clients.Add(client);
                    _ = AnswerAsync(client);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            try
            {
                var question = new byte[1];
                while (await client.GetStream().ReadAsync(question, CancellationToken.None) > 0)
                    await client
                        .GetStream()
                        .WriteAsync(System.Text.Encoding.ASCII.GetBytes(Name), CancellationToken.None);
                await client.GetStream().WriteAsync("bye"u8.ToArray(), CancellationToken.None);
                client.Dispose();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
