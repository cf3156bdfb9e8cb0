using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation;

/// <summary>What keeps one pod apart, for all of its containers. Disposing ends it, once they have ended.</summary>
internal interface IPodIsolation : IDisposable
{
    /// <param name="pod">The pod in its latest state.</param>
    /// <param name="container">The container that is to run.</param>
    /// <param name="id">Of this run of it.</param>
    /// <param name="mounts">Its volumes.</param>
    IContainerIsolation Isolate(V1Pod pod, V1Container container, string id, IReadOnlyList<VolumeMount> mounts);
}
