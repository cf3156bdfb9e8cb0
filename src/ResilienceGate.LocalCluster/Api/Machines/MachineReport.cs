namespace ResilienceGate.LocalCluster.Api.Machines;

/// <summary>How the machines under the cluster are.</summary>
/// <param name="ProcessId">Of the cluster.</param>
/// <param name="Started">When it came up.</param>
/// <param name="Timeouts">What becomes of a silent node.</param>
/// <param name="Nodes">In the order of their numbers.</param>
internal sealed record MachineReport(
    int ProcessId,
    DateTimeOffset Started,
    NodeTimeouts Timeouts,
    IReadOnlyList<MachineReport.Node> Nodes
)
{
    /// <param name="Name">The node's name in Kubernetes.</param>
    /// <param name="On">Whether it has power.</param>
    internal sealed record Node(string Name, bool On);
}
