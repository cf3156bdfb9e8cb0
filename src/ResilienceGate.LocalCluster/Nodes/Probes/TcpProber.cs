using System.Net;
using System.Net.Sockets;

namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <summary>Succeeds when the port accepts a connection.</summary>
internal sealed class TcpProber(IPEndPoint endpoint) : IProber
{
    public async Task<ProbeOutcome> ProbeAsync(TimeSpan timeout, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(timeout);
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, deadline.Token);
            return ProbeOutcome.Success;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ProbeOutcome.Failure($"dial tcp {endpoint}: i/o timeout");
        }
        catch (SocketException e)
        {
            return ProbeOutcome.Failure(Cause(e, endpoint.ToString()));
        }
    }

    /// <summary>The error in the words of Go's net package, which the kubelet's events are in.</summary>
    public static string Cause(SocketException error, string address) =>
        error.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"dial tcp {address}: connect: connection refused",
            SocketError.ConnectionReset => "read: connection reset by peer",
            _ => $"dial tcp {address}: {error.Message}",
        };
}
