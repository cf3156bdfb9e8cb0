using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ResilienceGate.Agents.Faults.Network.Shaping;

namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>Sends packets as they are, headers included: raw(7). They carry a mark, by which the rules let them pass.</summary>
internal sealed class RawSender : IDisposable
{
    /// <summary>"RG", and one that nobody else has thought of.</summary>
    public const int Mark = 0x5247_7d1e;

    private const int SocketLevel = 1;
    private const int MarkOption = 36;
    private const int HeadersIncluded = 255;
    private const int AddressOfV4 = 4;
    private const int AddressOfV6 = 8;

    private readonly Socket _v4;
    private readonly Socket? _v6;
    private readonly SocketAddress _toV4 = new IPEndPoint(IPAddress.Any, 0).Serialize();
    private readonly SocketAddress _toV6 = new IPEndPoint(IPAddress.IPv6Any, 0).Serialize();

    /// <exception cref="PodFaultException">The capability is missing.</exception>
    public RawSender()
    {
        try
        {
            _v4 = Open(AddressFamily.InterNetwork);
            _v6 = Socket.OSSupportsIPv6 ? Open(AddressFamily.InterNetworkV6) : null;
        }
        catch (SocketException e)
        {
            _v4?.Dispose();
            throw new PodFaultException(
                $"no raw socket, for which the agent needs the capability NET_RAW: {e.Message}",
                e
            );
        }
    }

    /// <returns>False when the network did not take it: it is lost.</returns>
    public bool TrySend(ReadOnlySpan<byte> packet)
    {
        try
        {
            if (!IpPacket.IsV6(packet))
            {
                packet[16..20].CopyTo(_toV4.Buffer.Span[AddressOfV4..]);
                _v4.SendTo(packet, SocketFlags.None, _toV4);
                return true;
            }
            if (_v6 is null)
                return false;
            packet[24..40].CopyTo(_toV6.Buffer.Span[AddressOfV6..]);
            _v6.SendTo(packet, SocketFlags.None, _toV6);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _v4.Dispose();
        _v6?.Dispose();
    }

    private static Socket Open(AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Raw, (ProtocolType)HeadersIncluded);
        Span<byte> mark = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(mark, Mark);
        socket.SetRawSocketOption(SocketLevel, MarkOption, mark);
        if (family is AddressFamily.InterNetwork)
            socket.EnableBroadcast = true;
        return socket;
    }
}
