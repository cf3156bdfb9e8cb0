using ResilienceGate.Agents.Faults.Network.Shaping;

namespace ResilienceGate.Tests.Agents.Faults.Network;

public sealed class DnsPolicyTests
{
    private const int DnsOfV4 = 28;

    /// <summary>The question "a.b", type A, class IN, and its answer 10.0.0.1.</summary>
    private static readonly byte[] Dns =
    [
        .. (byte[])[0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0],
        .. (byte[])[1, (byte)'a', 1, (byte)'b', 0, 0, 1, 0, 1],
        .. (byte[])[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 10, 0, 0, 1],
    ];

    [Fact]
    public void An_answer_keeps_its_question_and_says_the_error()
    {
        var packet = V4(Dns);

        var fate = new DnsPolicy(DnsPolicy.NoSuchName).Decide(TimeSpan.Zero, packet.Length, packet);

        Assert.Equal(Fate.Changed(DnsOfV4 + 21), fate);
        Assert.Equal([0x12, 0x34, 0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0], packet[DnsOfV4..(DnsOfV4 + 12)]);
        Assert.Equal(Dns[12..21], packet[(DnsOfV4 + 12)..fate.Length]);
    }

    [Fact]
    public void Its_lengths_and_checksums_are_right_in_v4()
    {
        var packet = V4(Dns);
        var length = new DnsPolicy(DnsPolicy.ServerFailure).Decide(TimeSpan.Zero, packet.Length, packet).Length;

        Assert.Equal(length, (packet[2] << 8) | packet[3]);
        Assert.Equal(length - 20, (packet[24] << 8) | packet[25]);
        Assert.Equal(0xffff, Folded(packet[..20]));
        Assert.Equal(0xffff, Folded([.. packet[12..20], 0, 17, .. packet[24..26], .. packet[20..length]]));
    }

    [Fact]
    public void Its_lengths_and_checksums_are_right_in_v6()
    {
        byte[] packet = [0x60, 0, 0, 0, 0, 0, 17, 64, .. Enumerable.Range(1, 32).Select(i => (byte)i), .. Udp(Dns)];
        var length = new DnsPolicy(DnsPolicy.ServerFailure).Decide(TimeSpan.Zero, packet.Length, packet).Length;

        Assert.Equal(length - 40, (packet[4] << 8) | packet[5]);
        Assert.Equal(0xffff, Folded([.. packet[8..40], 0, 17, .. packet[44..46], .. packet[40..length]]));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(45)]
    public void What_is_no_whole_answer_is_dropped(int length)
    {
        var packet = V4(Dns)[..length];

        Assert.Equal(Fate.Dropped, new DnsPolicy(DnsPolicy.ServerFailure).Decide(TimeSpan.Zero, length, packet));
    }

    private static byte[] Udp(byte[] content) => [0, 53, 0x80, 0, 0, (byte)(content.Length + 8), 0, 0, .. content];

    private static byte[] V4(byte[] content)
    {
        byte[] udp = Udp(content);
        return [0x45, 0, 0, (byte)(udp.Length + 20), 0, 1, 0, 0, 64, 17, 0, 0, 10, 96, 0, 10, 10, 244, 1, 7, .. udp];
    }

    /// <summary>RFC 1071: with its checksum, data sum up to all ones.</summary>
    private static int Folded(byte[] data)
    {
        var sum = data.Chunk(2).Sum(pair => (pair[0] << 8) | (pair.Length > 1 ? pair[1] : 0));
        while (sum > 0xffff)
            sum = (sum & 0xffff) + (sum >> 16);
        return sum;
    }
}
