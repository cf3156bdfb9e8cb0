using System.Buffers.Binary;

namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>What has to be known of a packet's headers: RFC 791 and RFC 8200, RFC 768, and the checksum of RFC 1071.</summary>
internal static class IpPacket
{
    public const byte Udp = 17;

    private const int HeaderLengthOfV6 = 40;
    private const int LeastHeaderLengthOfV4 = 20;

    public static bool IsV6(ReadOnlySpan<byte> packet) => packet.Length > 0 && packet[0] >> 4 == 6;

    /// <returns>In bytes; the whole packet where it is none that is known.</returns>
    public static int HeaderLength(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < LeastHeaderLengthOfV4)
            return packet.Length;
        return Math.Min(packet.Length, IsV6(packet) ? HeaderLengthOfV6 : (packet[0] & 0xf) * 4);
    }

    /// <summary>The number of the protocol behind the IP header; extension headers of IPv6 count as protocols.</summary>
    public static byte Protocol(ReadOnlySpan<byte> packet) => packet[IsV6(packet) ? 6 : 9];

    /// <summary>Writes lengths and checksums anew into a UDP packet whose content was changed or shortened.</summary>
    /// <param name="packet">The packet, as long as it is now.</param>
    public static void RepairUdp(Span<byte> packet)
    {
        var header = HeaderLength(packet);
        var udp = packet[header..];
        Span<byte> addresses;
        if (IsV6(packet))
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)udp.Length);
            addresses = packet[8..40];
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
            packet[10..12].Clear();
            BinaryPrimitives.WriteUInt16BigEndian(packet[10..], Complement(Sum(packet[..header])));
            addresses = packet[12..20];
        }
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        udp[6..8].Clear();
        var checksum = Complement(Sum(addresses) + Sum(udp) + Udp + (uint)udp.Length);
        // Zero would mean that there is none.
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum is 0 ? ushort.MaxValue : checksum);
    }

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        var sum = 0u;
        for (var i = 0; i + 1 < data.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(data[i..]);
        return data.Length % 2 is 0 ? sum : sum + ((uint)data[^1] << 8);
    }

    private static ushort Complement(uint sum)
    {
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}
