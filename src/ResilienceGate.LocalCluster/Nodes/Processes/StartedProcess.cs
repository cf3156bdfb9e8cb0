namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <param name="Process">What was started, and ends with the container's first process and its exit code.</param>
/// <param name="First">What takes the container's signals; null: the group of <paramref name="Process"/>.</param>
internal sealed record StartedProcess(RunningProcess Process, int? First);
