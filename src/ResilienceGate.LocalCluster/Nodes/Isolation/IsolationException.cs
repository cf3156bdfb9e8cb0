namespace ResilienceGate.LocalCluster.Nodes.Isolation;

/// <summary>Pods cannot be isolated so on this machine; the message is the reason.</summary>
internal sealed class IsolationException(string message) : Exception(message);
