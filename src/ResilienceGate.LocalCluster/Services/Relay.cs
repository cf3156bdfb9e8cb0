using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>Carries the bytes of one connection both ways; a half-close is passed on as such, a reset as a reset.</summary>
internal static class Relay
{
    private const int BufferSize = 32 * 1024;

    public static async Task RunAsync(Socket client, IPEndPoint endpoint)
    {
        using var server = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            client.NoDelay = true;
            server.NoDelay = true;
            await server.ConnectAsync(endpoint);
            await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client));
            client.Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Reset(client);
            Reset(server);
        }
    }

    private static async Task PumpAsync(Socket source, Socket destination)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await source.ReceiveAsync(buffer.AsMemory()) is > 0 and var received)
            {
                for (var sent = 0; sent < received; )
                    sent += await destination.SendAsync(buffer.AsMemory(sent, received - sent));
            }

            destination.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other direction is waiting for bytes that will not come.
            Reset(source);
            Reset(destination);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Closing with a linger time of zero sends RST.
    private static void Reset(Socket socket) => socket.Close(timeout: 0);
}
