using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Loopback;

/// <summary>A process group among the machine's others; its volumes are where their paths are written.</summary>
internal sealed class LoopbackContainer(MountPaths mounts) : IContainerIsolation
{
    public bool RanOutOfMemory => false;

    public string Write(string text) => mounts.Rewrite(text);

    // Without a PID namespace nobody but the group knows all of the container's processes.
    public StartedProcess Start(ProcessDefinition definition) => new(definition.Start(), First: null);

    public ProcessDefinition Beside(ProcessDefinition definition) => definition;

    public void Dispose() { }
}
