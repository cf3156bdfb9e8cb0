using ResilienceGate.Agents.Faults.Network.Queues;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>Measures, by packets of its own where it can, that a fault of the network is on and that it is gone.</summary>
internal interface INetworkProof
{
    /// <summary>What it is like without the fault.</summary>
    /// <exception cref="PodFaultException">This pod has nothing for the fault to break.</exception>
    Task MeasureAsync(CancellationToken ct);

    /// <param name="counts">What has gone through the fault's queues so far.</param>
    /// <returns>What was measured, as a sentence without its full stop.</returns>
    /// <exception cref="PodFaultException">The fault took no effect.</exception>
    Task<string> ProveOnAsync(Func<PacketCounts> counts, CancellationToken ct);

    /// <inheritdoc cref="ProveOnAsync"/>
    /// <exception cref="PodFaultException">The fault still has an effect.</exception>
    Task<string> ProveOffAsync(CancellationToken ct);
}
