using System.Net;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Nodes.Containers;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes;

/// <summary>What the pods of one node have in common.</summary>
internal sealed record KubeletContext
{
    public required string NodeName { get; init; }
    public required IPAddress NodeAddress { get; init; }
    public required AddressPool PodAddresses { get; init; }

    /// <summary>The directory that gets one directory for each pod.</summary>
    public required string PodsDirectory { get; init; }

    public required Clientset Cluster { get; init; }
    public required ContainerRuntime Runtime { get; init; }
    public required ConfigSources Sources { get; init; }
    public required ServiceAccountTokens Tokens { get; init; }
    public required ClaimVolumes Claims { get; init; }
    public required EventRecorder Events { get; init; }
    public required TimeProvider Clock { get; init; }
}
