using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Loopback;

/// <summary>
/// What any user has: each pod has a loopback address of its own, and shares the machine's network, processes, files
/// and resources with everyone. It can be killed; its network cannot be broken, and its limits hold nothing.
/// </summary>
internal sealed class LoopbackIsolation(AddressBlock addresses, string? shortcoming) : IIsolation
{
    public IsolationReport Report { get; } = new(IsolationReport.Loopback, IsolationReport.NoCgroups, shortcoming);

    public AddressBlock Addresses => addresses;

    public IPodIsolation Isolate(
        V1Pod pod,
        PodAddresses addresses,
        IReadOnlyList<MemoryVolume> memory,
        string directory
    ) => new LoopbackPod();

    public ValueTask DisposeAsync()
    {
        addresses.Dispose();
        return ValueTask.CompletedTask;
    }
}
