using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Moves bytes between a client's WebSocket and a container's streams until the container's output ends.</summary>
internal sealed class RemoteSession(WebSocket socket, RemoteOptions options) : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <param name="streams">The container's side.</param>
    /// <param name="outcome">Gives the Status to end with, once the output has ended.</param>
    /// <param name="ct">The client left, or the server stops.</param>
    public async Task RunAsync(IContainerSession streams, Func<Task<JsonObject>> outcome, CancellationToken ct)
    {
        await GreetAsync(ct);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var input = ReceiveAllAsync(streams, left.Token);
        var output = Task.WhenAll(
            PumpAsync(RemoteProtocol.StandardOutput, streams.StandardOutput, options.StandardOutput, left.Token),
            PumpAsync(RemoteProtocol.StandardError, streams.StandardError, options.StandardError, left.Token)
        );
        if (await Task.WhenAny(input, output) == output)
        {
            await output;
            await EndAsync(await outcome(), ct);
            // Without the client's own close, what it has not read yet would be lost to a reset.
            left.CancelAfter(CloseTimeout);
            await IgnoreCancellationAsync(input, left.Token);
        }
        else if (socket.State is WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ct);
        await left.CancelAsync();
        await Task.WhenAll(IgnoreCancellationAsync(input, left.Token), IgnoreCancellationAsync(output, left.Token));
    }

    /// <summary>For what could not be started.</summary>
    public async Task FailAsync(JsonObject status, CancellationToken ct)
    {
        await GreetAsync(ct);
        await EndAsync(status, ct);
    }

    public void Dispose() => _sending.Dispose();

    /// <summary>An empty message tells the client that the streams are connected.</summary>
    private Task GreetAsync(CancellationToken ct)
    {
        var channel =
            options.StandardOutput ? RemoteProtocol.StandardOutput
            : options.StandardError ? RemoteProtocol.StandardError
            : RemoteProtocol.Error;
        return SendAsync(channel, ReadOnlyMemory<byte>.Empty, ct);
    }

    private async Task EndAsync(JsonObject status, CancellationToken ct)
    {
        await SendAsync(RemoteProtocol.Error, JsonText.Write(status), ct);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ct);
    }

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

    private async Task ReceiveAllAsync(IContainerSession streams, CancellationToken ct)
    {
        try
        {
            await ReceiveAsync(streams, ct);
        }
        finally
        {
            if (options.StandardInput)
                await streams.EndInputAsync();
        }
    }

    private async Task ReceiveAsync(IContainerSession streams, CancellationToken ct)
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
            await HandleAsync(streams, channel, data, ct);
            if (received.EndOfMessage)
                channel = null;
        }
    }

    private async Task HandleAsync(
        IContainerSession streams,
        byte? channel,
        ReadOnlyMemory<byte> data,
        CancellationToken ct
    )
    {
        switch (channel)
        {
            case RemoteProtocol.StandardInput when options.StandardInput && streams.StandardInput is { } input:
                await WriteAsync(input, data, ct);
                break;
            case RemoteProtocol.Resize when Size(data.Span) is { } size:
                streams.Resize(size);
                break;
            case RemoteProtocol.Close
                when options.StandardInput
                    && socket.SubProtocol is RemoteProtocol.V5
                    && data.Span is [RemoteProtocol.StandardInput]:
                await streams.EndInputAsync();
                break;
            default:
                break;
        }
    }

    private static async Task WriteAsync(Stream input, ReadOnlyMemory<byte> data, CancellationToken ct)
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

    /// <returns>Null for what is no size.</returns>
    private static TerminalSize? Size(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<TerminalSize>(json);
        }
        catch (JsonException)
        {
            return null;
        }
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
