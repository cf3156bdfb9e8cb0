using System.Diagnostics;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <param name="Process">What was started, and ends with the container's first process and its exit code.</param>
/// <param name="SignalTarget">What takes the container's signals: kill(2) has a negative number for a group.</param>
internal sealed record StartedProcess(Process Process, int SignalTarget);
