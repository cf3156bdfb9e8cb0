namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>
/// Flips one bit of a packet behind its IP header, each packet with the same probability. Checksums are left as they
/// were, as netem leaves them: the receiver finds TCP and UDP packets damaged and drops them, and TCP sends them again.
/// </summary>
/// <param name="share">0 to 1.</param>
internal sealed class CorruptPolicy(double share, Random random) : IPacketPolicy
{
    public int Reads => ushort.MaxValue;

    public bool TakesTrains => false;

    public Fate Decide(TimeSpan now, int length, Span<byte> packet)
    {
        var begin = IpPacket.HeaderLength(packet);
        if (begin >= packet.Length || random.NextDouble() >= share)
            return Fate.PassedAt(now);
        packet[random.Next(begin, packet.Length)] ^= (byte)(1 << random.Next(8));
        return Fate.Changed(packet.Length);
    }
}
