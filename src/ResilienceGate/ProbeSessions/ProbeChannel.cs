using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using k8s;
using Microsoft.Extensions.Logging;
using ResilienceGate.Agents;

namespace ResilienceGate.ProbeSessions;

/// <summary>
/// Tells the probe its commands through its standard input (the pod's <c>attach</c>). A connection that broke is made
/// anew, and what still holds is said again: commands are written so that saying them twice changes nothing.
/// </summary>
internal sealed partial class ProbeChannel(IKubernetes cluster, string ns, string pod, ILogger logger) : IDisposable
{
    /// <summary>Channel of standard input in the protocol <c>v4.channel.k8s.io</c>: the first byte of each message.</summary>
    private const byte StandardInput = 0;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<ProbeCommand> _standing = [];
    private WebSocket? _socket;

    /// <summary>Says it once; when the connection is lost, it is not said again.</summary>
    public Task SayAsync(ProbeCommand command, CancellationToken ct) => SendAsync(command, stands: false, ct);

    /// <summary>Says it now, and again to whoever answers after a lost connection. A later command of its kind replaces it.</summary>
    public Task EstablishAsync(ProbeCommand command, CancellationToken ct) => SendAsync(command, stands: true, ct);

    public void Dispose()
    {
        _socket?.Dispose();
        _turn.Dispose();
    }

    private async Task SendAsync(ProbeCommand command, bool stands, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (stands)
            {
                _standing.RemoveAll(c => c.GetType() == command.GetType());
                _standing.Add(command);
            }
            try
            {
                await WriteAsync(await ConnectedAsync(ct), command, ct);
            }
            catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException)
            {
                LogBroken(logger, pod, e.Message);
                _socket?.Dispose();
                _socket = null;
                await WriteAsync(await ConnectedAsync(ct), command, ct);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<WebSocket> ConnectedAsync(CancellationToken ct)
    {
        if (_socket is { State: WebSocketState.Open })
            return _socket;
        _socket?.Dispose();
        _socket = await cluster.WebSocketNamespacedPodAttachAsync(
            pod,
            ns,
            ProbeJob.Container,
            stderr: false,
            stdin: true,
            stdout: false,
            webSocketSubProtocol: WebSocketProtocol.V4BinaryWebsocketProtocol,
            cancellationToken: ct
        );
        _ = DrainAsync(_socket);
        foreach (var command in _standing)
            await WriteAsync(_socket, command, ct);
        return _socket;
    }

    /// <summary>Reads what nobody needs: a WebSocket answers pings, and learns of its end, only while it is read.</summary>
    private static async Task DrainAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        try
        {
            while (socket.State is WebSocketState.Open)
                await socket.ReceiveAsync(buffer, CancellationToken.None);
        }
        catch (Exception e)
            when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The next command finds out, and connects anew.
        }
    }

    private static async Task WriteAsync(WebSocket socket, ProbeCommand command, CancellationToken ct)
    {
        var line = JsonSerializer.Serialize(command, AgentJson.Default.ProbeCommand);
        byte[] message = [StandardInput, .. Encoding.UTF8.GetBytes(line), (byte)'\n'];
        await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, ct);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The connection to the probe {Pod} broke and is made anew: {Reason}"
    )]
    private static partial void LogBroken(ILogger logger, string pod, string reason);
}
