using ResilienceGate.Agents.Faults.Network;

namespace ResilienceGate.Faults.Network;

/// <summary>What a fault of the network hits in a pod, as it was when it was aimed.</summary>
/// <param name="Peers">Empty is everybody.</param>
/// <param name="Seed">Chooses the packets.</param>
internal sealed record NetworkAim(IReadOnlyList<PeerAddress> Peers, int Seed)
{
    /// <summary>Of a fault that is only looked at.</summary>
    public static NetworkAim None { get; } = new([], Seed: 0);
}
