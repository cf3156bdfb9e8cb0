using ResilienceGate.Agents.Faults.Network.Proofs;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Agents.Faults.Network;

/// <summary>What the gate asks of the agent: which packets, and what becomes of them.</summary>
internal sealed record NetworkOrder : PodFaultOrder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities => ["NET_ADMIN", "NET_RAW"];

    /// <summary>The rules of the packet filter, which then let everything pass that they sent to the agent.</summary>
    public override bool OutlivesAgent => true;

    public required NetworkEffect Effect { get; init; }

    /// <summary>As seen from the pod.</summary>
    public required Direction Direction { get; init; }

    /// <summary>Empty is everybody.</summary>
    public required IReadOnlyList<PeerAddress> Peers { get; init; }

    /// <summary>Of either side; null is every port and every protocol.</summary>
    public int? Port { get; init; }

    /// <summary>Chooses the packets.</summary>
    public required int Seed { get; init; }

    public override IPodFault Create(TimeProvider time) => new NetworkFault(this, NetworkProofs.For(this, time), time);
}
