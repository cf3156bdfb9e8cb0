using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Nodes.Pods;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>What a container's worker has from its pod's worker.</summary>
/// <param name="Runtime">Starts processes.</param>
/// <param name="Events">Records the container's events.</param>
/// <param name="Mailbox">Where the worker's own thread of work is, for what comes from outside it.</param>
/// <param name="Clock">The clock of all waiting.</param>
internal sealed record ContainerContext(
    ContainerRuntime Runtime,
    EventRecorder Events,
    Mailbox Mailbox,
    TimeProvider Clock
)
{
    /// <summary>The pod in its latest state.</summary>
    public required V1Pod Pod { get; set; }

    /// <summary>Null until the pod's sandbox is there.</summary>
    public PodSandbox? Sandbox { get; set; }
}
