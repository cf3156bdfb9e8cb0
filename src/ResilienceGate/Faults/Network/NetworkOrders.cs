using ResilienceGate.Agents.Faults.Network;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Faults.Network;

/// <summary>What a fault of the network means in a pod.</summary>
internal static class NetworkOrders
{
    public static NetworkOrder For(Fault.Network fault, NetworkAim aim) =>
        new()
        {
            Effect = Effect(fault),
            Direction = fault.Traffic.Direction,
            Peers = aim.Peers,
            Port = fault.Traffic.Port,
            Seed = aim.Seed,
        };

    private static NetworkEffect Effect(Fault.Network fault) =>
        fault switch
        {
            Fault.NetworkDelay f => new NetworkEffect.Delay(f.Delay, f.Jitter),
            Fault.NetworkLoss f => new NetworkEffect.Loss(f.Share),
            Fault.NetworkPartition or Fault.DependencyOutage => new NetworkEffect.Partition(),
            Fault.NetworkBandwidth f => new NetworkEffect.Bandwidth(f.BitsPerSecond),
            Fault.NetworkCorrupt f => new NetworkEffect.Corruption(f.Share),
            Fault.DnsError f => new NetworkEffect.Dns(f.Answer),
            Fault.DependencyLatency f => new NetworkEffect.Delay(f.Delay, f.Jitter),
            _ => throw new InvalidOperationException($"The fault {fault.Kind} is not known."),
        };
}
