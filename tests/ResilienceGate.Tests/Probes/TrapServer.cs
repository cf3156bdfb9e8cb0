using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ResilienceGate.Tests.Probes;

/// <summary>A model server on loopback that does with each request what it is told, down to the packet.</summary>
internal sealed class TrapServer : IAsyncDisposable
{
    private readonly Func<ReceivedRequest, Trap> _trap;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public TrapServer(Func<ReceivedRequest, Trap> trap)
    {
        _trap = trap;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = $"{_listener.LocalEndPoint}";
        _accepting = AcceptAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token), serving.Count + 1));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket connection, int number)
    {
        using (connection)
        {
            try
            {
                while (await ReadAsync(connection, number) is { } request)
                {
                    Requests.Enqueue(request);
                    var keep = await _trap(request)(connection, _stop.Token);
                    if (!keep || request.Header("Connection") == "close")
                        return;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The client has left, or the test is over.
            }
        }
    }

    /// <returns>Null when the client has closed the connection.</returns>
    private async Task<ReceivedRequest?> ReadAsync(Socket connection, int number)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            var all = text.ToString();
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var request = new ReceivedRequest(number, all[..end], all[(end + 4)..]);
                if (
                    request.Body.Length
                    >= int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)
                )
                    return request;
            }

            var read = await connection.ReceiveAsync(buffer, _stop.Token);
            if (read == 0)
                return null;
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }
}
