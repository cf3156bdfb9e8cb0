namespace ResilienceGate.EmbeddedClusters;

/// <summary>What an embedded cluster says of the machines under it.</summary>
/// <param name="ProcessId">Of the cluster itself.</param>
/// <param name="Started">When it came up.</param>
/// <param name="Timeouts">What becomes of a silent node.</param>
/// <param name="Nodes">The machines, and whether each has power.</param>
internal sealed record MachineReport(
    int ProcessId,
    DateTimeOffset Started,
    NodeTimeouts Timeouts,
    IReadOnlyList<MachineReport.Node> Nodes
)
{
    internal sealed record Node(string Name, bool On);
}
