using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes.Isolation;

/// <summary>Keeps the pods of a cluster apart. Disposing ends all it holds.</summary>
internal interface IIsolation : IAsyncDisposable
{
    IsolationReport Report { get; }

    AddressBlock Addresses { get; }

    /// <param name="pod">The pod.</param>
    /// <param name="addresses">Its addresses.</param>
    /// <param name="memory">Its volumes in memory.</param>
    /// <param name="directory">The pod's own directory.</param>
    /// <exception cref="ProcessStartException">It could not be made.</exception>
    /// <exception cref="IsolationException">Nor could its control group.</exception>
    IPodIsolation Isolate(V1Pod pod, PodAddresses addresses, IReadOnlyList<MemoryVolume> memory, string directory);
}
