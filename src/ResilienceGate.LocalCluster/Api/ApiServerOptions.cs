using System.Net;
using ResilienceGate.LocalCluster.Api.Machines;

namespace ResilienceGate.LocalCluster.Api;

internal sealed record ApiServerOptions
{
    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The address of the Service <c>kubernetes</c>, by which pods know the server; null where there is none.</summary>
    public IPAddress? ServiceAddress { get; init; }

    /// <summary>Where the kubeconfig is written.</summary>
    public required string KubeconfigPath { get; init; }

    /// <summary>The machines under the cluster; null when there are none to switch.</summary>
    public IMachineRoom? Machines { get; init; }
}
