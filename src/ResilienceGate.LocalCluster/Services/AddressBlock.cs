using System.Net;
using System.Net.Sockets;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>
/// The addresses A.B.0.0/16 of one cluster, claimed for as long as its process lives, so that several clusters run side
/// by side: nodes are A.B.0.n, Services A.B.1.x and pods A.B.(16+n).x.
/// </summary>
/// <remarks>
/// The claim is an abstract Unix socket: exclusive, gone with the process by whatever death, and scoped to the network
/// namespace, exactly as addresses are.
/// </remarks>
internal sealed class AddressBlock : IDisposable
{
    private const int PrefixLength = 16;
    private const byte ServiceRange = 1;
    private const byte FirstPodRange = 16;

    /// <summary>The low loopback blocks are what other programs use.</summary>
    private static readonly IEnumerable<IPNetwork> Loopback = Blocks(127, 64, 250);

    /// <summary>
    /// Where pods usually are, what Docker leaves free of 172.16.0.0/12, and what RFC 2544 has set aside for tests.
    /// </summary>
    private static readonly IEnumerable<IPNetwork> Private =
    [
        .. Blocks(10, 244, 254),
        .. Blocks(172, 24, 31),
        .. Blocks(198, 18, 19),
    ];

    private readonly Socket _claim;

    private AddressBlock(Socket claim, IPNetwork network)
    {
        _claim = claim;
        Network = network;
    }

    /// <summary>The most nodes whose pods have a range of addresses in a block.</summary>
    public const int MaxNodes = byte.MaxValue - FirstPodRange;

    public IPNetwork Network { get; }

    /// <summary>Of nodes, and of the machine itself.</summary>
    public IPNetwork Nodes => new(Address(0, 0), 24);

    public IPNetwork ServiceNetwork => new(Address(ServiceRange, 0), 24);

    /// <summary>The machine's own address among the pods, above those of the nodes.</summary>
    public IPAddress Gateway => Address(0, 254);

    /// <summary>The address of the Service <c>kubernetes</c>: the first of the range, as in life.</summary>
    public IPAddress ApiServer => Address(ServiceRange, 1);

    /// <exception cref="ClusterException">Every block is taken.</exception>
    public static AddressBlock ClaimLoopback() => Claim(Loopback);

    /// <param name="routes">What the machine reaches already; the block is no part of it.</param>
    /// <exception cref="ClusterException">Every block is taken.</exception>
    public static AddressBlock ClaimPrivate(IReadOnlyList<IPNetwork> routes) =>
        Claim(Private.Where(block => !routes.Any(route => Overlap(route, block))));

    public IPAddress Node(int node) => Address(0, (byte)node);

    /// <summary>The range of Service addresses.</summary>
    public AddressPool Services() => new(host => Address(ServiceRange, host));

    /// <summary>The range of the pods on one node; nodes count from 1.</summary>
    public AddressPool Pods(int node) => new(host => Address((byte)(FirstPodRange + node), host));

    public void Dispose() => _claim.Dispose();

    private static AddressBlock Claim(IEnumerable<IPNetwork> blocks)
    {
        foreach (var block in blocks)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Bind(new UnixDomainSocketEndPoint($"\0resilience-gate/{block.BaseAddress}"));
                return new AddressBlock(socket, block);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                socket.Dispose();
            }
        }

        throw new ClusterException("all address blocks are taken by other clusters or networks; stop one of them");
    }

    private static IEnumerable<IPNetwork> Blocks(byte first, byte from, byte to) =>
        Enumerable
            .Range(from, to - from + 1)
            .Select(second => new IPNetwork(new IPAddress([first, (byte)second, 0, 0]), PrefixLength));

    private static bool Overlap(IPNetwork one, IPNetwork other) =>
        one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private IPAddress Address(byte range, byte host)
    {
        var bytes = Network.BaseAddress.GetAddressBytes();
        return new([bytes[0], bytes[1], range, host]);
    }
}
