using System.Buffers.Binary;

namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>
/// Turns answers about names into errors: an answer keeps its question, loses everything else, and says the error's code
/// (RFC 1035, 4.1). So whoever asked hears it from the server that was asked, at the time of its answer.
/// </summary>
/// <param name="code">RCODE.</param>
internal sealed class DnsPolicy(byte code) : IPacketPolicy
{
    public const byte ServerFailure = 2;
    public const byte NoSuchName = 3;

    private const int UdpHeader = 8;
    private const int DnsHeader = 12;

    public int Reads => ushort.MaxValue;

    public bool TakesTrains => false;

    public Fate Decide(TimeSpan now, int length, Span<byte> packet)
    {
        var header = IpPacket.HeaderLength(packet);
        // What carries no answer of one datagram, such as a fragment, cannot be one after this either.
        if (
            packet.Length < header + UdpHeader + DnsHeader
            || IpPacket.Protocol(packet) is not IpPacket.Udp
            || EndOfQuestion(packet[(header + UdpHeader)..]) is not { } end
        )
            return Fate.Dropped;
        var dns = packet[(header + UdpHeader)..];
        dns[3] = (byte)((dns[3] & 0xf0) | code);
        dns[6..DnsHeader].Clear();
        var whole = packet[..(header + UdpHeader + end)];
        IpPacket.RepairUdp(whole);
        return Fate.Changed(whole.Length);
    }

    /// <returns>Null where it is not one whole question.</returns>
    private static int? EndOfQuestion(ReadOnlySpan<byte> dns)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(dns[4..]) is not 1)
            return null;
        var at = DnsHeader;
        while (at < dns.Length && dns[at] is > 0 and < 64)
            at += dns[at] + 1;
        // The zero that ends the name, then type and class.
        return at + 5 <= dns.Length && dns[at] is 0 ? at + 5 : null;
    }
}
