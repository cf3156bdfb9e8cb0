using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ResilienceGate.Tests.Agents.Faults.Network;

/// <summary>Two networks with a link between them: one is the pod's, the other its peer's.</summary>
internal sealed class Wire : IDisposable
{
    private Wire(NetworkNamespace pod, NetworkNamespace peer)
    {
        Pod = pod;
        Peer = peer;
    }

    public static IPAddress PodAddress { get; } = IPAddress.Parse("192.0.2.1");

    public static IPAddress PeerAddress { get; } = IPAddress.Parse("192.0.2.2");

    public NetworkNamespace Pod { get; }

    public NetworkNamespace Peer { get; }

    public static Wire Create()
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"rg{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..4]}"
        );
        var (pod, peer) = ($"{name}-pod", $"{name}-peer");
        var wire = new Wire(new NetworkNamespace(pod), new NetworkNamespace(peer));
        NetworkNamespace.Ip("link", "add", "eth0", "netns", pod, "type", "veth", "peer", "name", "eth0", "netns", peer);
        foreach (var (ns, address) in new[] { (pod, PodAddress), (peer, PeerAddress) })
        {
            NetworkNamespace.Ip("-n", ns, "address", "add", $"{address}/24", "dev", "eth0");
            NetworkNamespace.Ip("-n", ns, "link", "set", "eth0", "up");
        }
        // The pod's way out, as a node is to its pods.
        NetworkNamespace.Ip("-n", pod, "route", "add", "default", "via", PeerAddress.ToString());
        return wire;
    }

    public static Socket Listener(NetworkNamespace ns) =>
        ns.Within(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 0));
            socket.Listen();
            return socket;
        });

    public static Socket Datagrams(NetworkNamespace ns, int port = 0) =>
        ns.Within(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            {
                ReceiveBufferSize = 4 << 20,
            };
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return socket;
        });

    public static Socket Stream(NetworkNamespace ns) =>
        ns.Within(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    public void Dispose()
    {
        Pod.Dispose();
        Peer.Dispose();
    }
}
