using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation;

/// <summary>What one run of a container is kept apart by. Disposing clears it away, once its processes have ended.</summary>
internal interface IContainerIsolation : IDisposable
{
    /// <summary>The text of an argument, a variable or a path as the container's processes are given it.</summary>
    string Write(string text);

    /// <summary>Starts the container's first process.</summary>
    /// <exception cref="ProcessStartException">A volume cannot be mounted, or the program cannot be started.</exception>
    StartedProcess Start(ProcessDefinition definition);

    /// <summary>A further process of the running container, as an exec probe is.</summary>
    ProcessDefinition Beside(ProcessDefinition definition);

    /// <summary>Whether a process was killed because the memory limit was reached.</summary>
    bool RanOutOfMemory { get; }
}
