namespace ResilienceGate.LocalCluster.Api.Machines;

/// <summary>What can be done to the machines under the cluster, which Kubernetes itself knows nothing of.</summary>
internal interface IMachineRoom
{
    MachineReport Report();

    /// <returns>False when there is no such node.</returns>
    Task<bool> TurnOnAsync(string node, CancellationToken ct);

    /// <summary>Cuts the power: the kubelet and all processes of the node vanish without a word.</summary>
    /// <returns>False when there is no such node.</returns>
    Task<bool> CutPowerAsync(string node, CancellationToken ct);

    /// <summary>Ends the whole cluster; returns before it has ended.</summary>
    void ShutDown();
}
