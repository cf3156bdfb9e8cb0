using ResilienceGate.Agents.Faults.Network.Filters;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>Which effect is proved by what.</summary>
internal static class NetworkProofs
{
    public static INetworkProof For(NetworkOrder order, TimeProvider time)
    {
        var line = new Line(order, time);
        var ways = (PacketRules.Sends(order.Direction) ? 1 : 0) + (PacketRules.Receives(order.Direction) ? 1 : 0);
        return order.Effect switch
        {
            NetworkEffect.Delay d => new DelayProof(line, d.By * ways, time),
            NetworkEffect.Loss l => new ShareProof(line, l.Share, "dropped", c => c.Dropped, time),
            NetworkEffect.Corruption c => new ShareProof(line, c.Share, "damaged", x => x.Changed, time),
            NetworkEffect.Bandwidth b => new BandwidthProof(line, b.BitsPerSecond, time),
            NetworkEffect.Partition => new PartitionProof(line),
            NetworkEffect.Dns d => new DnsProof(d.Answer, time),
            _ => throw new InvalidOperationException($"The effect {order.Effect} is not known."),
        };
    }
}
