namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>A container's program could not be started; the message is what a container runtime says.</summary>
internal sealed class ProcessStartException(string message) : Exception(message);
