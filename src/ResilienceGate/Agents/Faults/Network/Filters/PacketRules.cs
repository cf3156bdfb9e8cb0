using System.Globalization;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Agents.Faults.Network.Filters;

/// <summary>The rules that single out the packets of an order.</summary>
internal static class PacketRules
{
    public const string Drop = "DROP";

    /// <summary>
    /// Loses what the pod sends without a word: a packet that is to wait in a queue which nobody has is gone, and the kernel
    /// has taken it. Of a DROP here whoever sends a datagram hears at once (EPERM), as of no network that is broken.
    /// </summary>
    public const string Lose = "NFQUEUE --queue-num 65535";

    private static readonly string[] ProtocolsWithPorts = ["tcp", "udp"];

    /// <summary>Without an agent that listens, packets pass.</summary>
    public static string ToQueue(ushort number) =>
        string.Create(CultureInfo.InvariantCulture, $"NFQUEUE --queue-num {number} --queue-bypass");

    /// <param name="outgoing">What becomes of what the pod sends.</param>
    /// <param name="incoming">What becomes of what comes to it.</param>
    public static IReadOnlyList<PacketRule> For(NetworkOrder order, string outgoing, string incoming) =>
        order.Effect switch
        {
            NetworkEffect.Dns { Answer: DnsAnswer.Silence } =>
            [
                .. ProtocolsWithPorts.Select(p => new PacketRule(IsOutgoing: true, null, $"-p {p} --dport 53", Lose)),
            ],
            NetworkEffect.Dns =>
            [
                new PacketRule(IsOutgoing: false, null, "-p udp --sport 53", incoming),
                // An answer over TCP is a stream, whose bytes cannot be changed in number.
                new PacketRule(IsOutgoing: true, null, "-p tcp --dport 53", Lose),
            ],
            _ => [.. Ways(order.Direction).SelectMany(isOut => For(order, isOut, isOut ? outgoing : incoming))],
        };

    public static bool Sends(Direction direction) => direction is Direction.To or Direction.Both;

    public static bool Receives(Direction direction) => direction is Direction.From or Direction.Both;

    private static IEnumerable<bool> Ways(Direction direction)
    {
        if (Sends(direction))
            yield return true;
        if (Receives(direction))
            yield return false;
    }

    private static IEnumerable<PacketRule> For(NetworkOrder order, bool isOutgoing, string target) =>
        order.Peers.Count == 0
            ? Ports(order, peer: null, isOutgoing).Select(p => new PacketRule(isOutgoing, null, p, target))
            : order.Peers.SelectMany(peer =>
                Ports(order, peer, isOutgoing)
                    .Select(ports => new PacketRule(
                        isOutgoing,
                        peer.IsV6,
                        $"-{(isOutgoing ? 'd' : 's')} {peer.Network} {ports}".TrimEnd(),
                        target
                    ))
            );

    private static IEnumerable<string> Ports(NetworkOrder order, PeerAddress? peer, bool isOutgoing)
    {
        var ofPeer = peer?.Port is { } port
            ? string.Create(CultureInfo.InvariantCulture, $"--{(isOutgoing ? 'd' : 's')}port {port}")
            : null;
        var ofEither = order.Port is { } either
            ? string.Create(CultureInfo.InvariantCulture, $"-m multiport --ports {either}")
            : null;
        if (ofPeer is null && ofEither is null)
            return [""];
        return ProtocolsWithPorts.Select(p => string.Join(' ', new[] { $"-p {p}", ofPeer, ofEither }.OfType<string>()));
    }
}
