using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Loopback;

/// <summary>Nothing but the address, which the pod's sandbox holds.</summary>
internal sealed class LoopbackPod : IPodIsolation
{
    public IContainerIsolation Isolate(
        V1Pod pod,
        V1Container container,
        string id,
        IReadOnlyList<VolumeMount> mounts
    ) => new LoopbackContainer(new MountPaths(mounts));

    public void Dispose() { }
}
