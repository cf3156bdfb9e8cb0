using System.Net;
using System.Net.Sockets;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>
/// The loopback addresses 127.B.0.0/16 of one cluster, claimed for as long as its process lives, so that several
/// clusters run side by side: nodes are 127.B.0.n, Services 127.B.1.x and pods 127.B.(16+n).x.
/// </summary>
/// <remarks>
/// The claim is an abstract Unix socket: exclusive, gone with the process by whatever death, and scoped to the network
/// namespace, exactly as loopback addresses are.
/// </remarks>
internal sealed class AddressBlock : IDisposable
{
    private const byte First = 64;
    private const byte Last = 250;
    private const int FirstPodRange = 16;

    private readonly Socket _claim;
    private readonly byte _block;

    private AddressBlock(Socket claim, byte block)
    {
        _claim = claim;
        _block = block;
    }

    /// <summary>The most nodes whose pods have a range of addresses in a block.</summary>
    public const int MaxNodes = byte.MaxValue - FirstPodRange;

    /// <exception cref="ClusterException">Every block is taken.</exception>
    public static AddressBlock Claim()
    {
        for (var block = First; block <= Last; block++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Bind(new UnixDomainSocketEndPoint($"\0resilience-gate/127.{block}.0.0"));
                return new AddressBlock(socket, block);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                socket.Dispose();
            }
        }

        throw new ClusterException(
            $"all address blocks 127.{First}.0.0/16 to 127.{Last}.0.0/16 are taken by other clusters; stop one of them"
        );
    }

    /// <summary>The address of the Service <c>kubernetes</c>: the first of the range, as on every cluster.</summary>
    public IPAddress ApiServer => Address(1, 1);

    public IPAddress Node(int node) => Address(0, (byte)node);

    /// <summary>The range of Service addresses.</summary>
    public AddressPool Services() => new(host => Address(1, host));

    /// <summary>The range of the pods on one node; nodes count from 1.</summary>
    public AddressPool Pods(int node) => new(host => Address((byte)(FirstPodRange + node), host));

    public void Dispose() => _claim.Dispose();

    private IPAddress Address(byte range, byte host) => new([127, _block, range, host]);
}
