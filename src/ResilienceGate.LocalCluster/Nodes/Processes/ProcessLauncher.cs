using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>What brings a process into the namespaces of its container.</summary>
/// <param name="Words">The command line that the process's own is added to.</param>
/// <param name="Paths">Where on the machine the container's paths are.</param>
internal sealed record ProcessLauncher(IReadOnlyList<string> Words, MountPaths Paths);
