using System.Net;
using System.Net.Sockets;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>
/// The TCP load balancer of one Service port, as kube-proxy in iptables mode looks to a client: a new connection goes
/// to an endpoint at random, an established one stays with its endpoint whatever becomes of the Service, and without
/// endpoints a connection is refused at once.
/// </summary>
/// <remarks>
/// One difference remains: the connection is accepted before the endpoint is tried, so a client of an endpoint whose
/// process is gone sees a reset after the handshake, not instead of it.
/// </remarks>
internal sealed class PortBalancer(IPEndPoint address, Random random) : IDisposable
{
    private const int Backlog = 4096;

    private readonly Lock _gate = new();
    private Endpoints _endpoints = Endpoints.None;
    private Socket? _listener;

    /// <summary>Takes effect for connections from now on.</summary>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public void Follow(Endpoints endpoints)
    {
        lock (_gate)
        {
            _endpoints = endpoints;
            if (endpoints.Usable.IsEmpty)
                Close();
            else if (_listener is null)
                Open();
        }
    }

    public void Dispose() => Follow(Endpoints.None);

    private void Open()
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(address);
            listener.Listen(Backlog);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }

        _listener = listener;
        _ = AcceptAsync(listener);
    }

    // The kernel resets what it has completed and nobody has accepted, and refuses what comes after.
    private void Close()
    {
        _listener?.Dispose();
        _listener = null;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // A client that gave up while it waited is no reason to stop; a closed listener is.
                if (IsCurrent(listener))
                    continue;
                return;
            }

            _ = Choose() is { } endpoint ? Relay.RunAsync(client, endpoint) : Refuse(client);
        }
    }

    private static Task Refuse(Socket client)
    {
        client.Close(timeout: 0);
        return Task.CompletedTask;
    }

    private bool IsCurrent(Socket listener)
    {
        lock (_gate)
            return ReferenceEquals(listener, _listener);
    }

    private IPEndPoint? Choose()
    {
        lock (_gate)
        {
            var usable = _endpoints.Usable;
            return usable.IsEmpty ? null : usable[random.Next(usable.Length)];
        }
    }
}
