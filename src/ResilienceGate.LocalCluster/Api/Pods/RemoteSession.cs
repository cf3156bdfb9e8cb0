using System.Net.WebSockets;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Moves bytes between a client's WebSocket and a container's streams until the container's output ends.</summary>
internal sealed class RemoteSession(
    WebSocket socket,
    string protocol,
    IAttachedContainer container,
    RemoteChannels channels
) : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private static readonly byte[] Success = """{"metadata":{},"status":"Success"}"""u8.ToArray();

    private readonly SemaphoreSlim _sending = new(1, 1);

    public async Task RunAsync(CancellationToken ct)
    {
        // An empty message tells the client that the streams are connected.
        await SendAsync(
            channels.StandardOutput ? RemoteProtocol.StandardOutput : RemoteProtocol.Error,
            ReadOnlyMemory<byte>.Empty,
            ct
        );
        using var left = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var input = ReceiveAsync(left.Token);
        var output = Task.WhenAll(
            PumpAsync(RemoteProtocol.StandardOutput, container.StandardOutput, channels.StandardOutput, left.Token),
            PumpAsync(RemoteProtocol.StandardError, container.StandardError, channels.StandardError, left.Token)
        );
        if (await Task.WhenAny(input, output) == output)
        {
            await output;
            await SendAsync(RemoteProtocol.Error, Success, ct);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ct);
            // Without the client's own close, what it has not read yet would be lost to a reset.
            left.CancelAfter(CloseTimeout);
            await IgnoreCancellationAsync(input, left.Token);
        }
        await left.CancelAsync();
        await Task.WhenAll(IgnoreCancellationAsync(input, left.Token), IgnoreCancellationAsync(output, left.Token));
    }

    public void Dispose() => _sending.Dispose();

    /// <param name="wanted">A stream that the client did not ask for is read all the same: its end ends the session.</param>
    private async Task PumpAsync(byte channel, Stream stream, bool wanted, CancellationToken ct)
    {
        var buffer = new byte[BufferSize];
        while (await stream.ReadAsync(buffer, ct) is var count and > 0)
        {
            if (wanted)
                await SendAsync(channel, buffer.AsMemory(0, count), ct);
        }
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        var buffer = new byte[BufferSize];
        byte? channel = null;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), ct);
            if (received.MessageType is WebSocketMessageType.Close)
                return;
            var data = buffer.AsMemory(0, received.Count);
            // Only the first frame of a message names the channel.
            if (channel is null && data.Length > 0)
            {
                channel = data.Span[0];
                data = data[1..];
            }
            await HandleAsync(channel, data, ct);
            if (received.EndOfMessage)
                channel = null;
        }
    }

    private async Task HandleAsync(byte? channel, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        if (!channels.StandardInput || container.StandardInput is not { } input)
            return;
        if (channel is RemoteProtocol.StandardInput && data.Length > 0)
        {
            try
            {
                await input.WriteAsync(data, ct);
                await input.FlushAsync(ct);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The container does not read any more; its output says the rest.
            }
        }
        else if (
            channel is RemoteProtocol.Close
            && protocol is RemoteProtocol.V5
            && data.Span is [RemoteProtocol.StandardInput]
        )
            await input.DisposeAsync();
    }

    private async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        var message = new byte[data.Length + 1];
        message[0] = channel;
        data.CopyTo(message.AsMemory(1));
        await _sending.WaitAsync(ct);
        try
        {
            await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, ct);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static async Task IgnoreCancellationAsync(Task task, CancellationToken ct)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ended on purpose.
        }
    }
}
