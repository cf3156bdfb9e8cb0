namespace ResilienceGate.LocalCluster.Api;

/// <summary>A command could not be started in a container; the message is the container runtime's.</summary>
internal sealed class ExecStartException(string message) : Exception(message);
