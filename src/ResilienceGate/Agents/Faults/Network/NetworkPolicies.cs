using ResilienceGate.Agents.Faults.Network.Shaping;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Agents.Faults.Network;

/// <summary>Which effect is brought about by which policy; those that the kernel brings about alone have none.</summary>
internal static class NetworkPolicies
{
    private const int BitsInByte = 8;

    public static IPacketPolicy? For(NetworkEffect effect, Random random) =>
        effect switch
        {
            NetworkEffect.Delay d => new DelayPolicy(d.By, new JitterCurve(d.Jitter, random)),
            NetworkEffect.Loss l => new LossPolicy(l.Share, random),
            NetworkEffect.Corruption c => new CorruptPolicy(c.Share, random),
            NetworkEffect.Bandwidth b => new BandwidthPolicy((double)b.BitsPerSecond / BitsInByte),
            NetworkEffect.Dns { Answer: DnsAnswer.ServerFailure } => new DnsPolicy(DnsPolicy.ServerFailure),
            NetworkEffect.Dns { Answer: DnsAnswer.NoSuchName } => new DnsPolicy(DnsPolicy.NoSuchName),
            _ => null,
        };
}
