namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>A pod's sandbox cannot be made now; the message is told in the pod's events.</summary>
internal sealed class PodSandboxException(string message) : Exception(message);
