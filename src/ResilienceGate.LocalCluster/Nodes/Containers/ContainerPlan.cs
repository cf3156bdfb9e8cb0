using ResilienceGate.LocalCluster.Nodes.Isolation;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>A container that is created and can be started.</summary>
internal sealed record ContainerPlan
{
    public required string Id { get; init; }

    /// <summary>The program that its image lacks; null when it is there as far as anybody knows.</summary>
    public string? Missing { get; init; }

    public required ProcessDefinition Process { get; init; }
    public required IContainerIsolation Isolation { get; init; }
    public required string LogFile { get; init; }

    /// <summary>Whether standard input stays open, for someone to attach to; else it is at its end from the start.</summary>
    public required bool KeepsInput { get; init; }

    /// <summary>Whether that ends with the input of the first who is attached; a terminal's never does.</summary>
    public required bool ClosesInput { get; init; }
}
