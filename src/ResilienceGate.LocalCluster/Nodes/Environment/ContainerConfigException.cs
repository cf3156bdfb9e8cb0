namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>A container or volume refers to something that is not there (yet); the message is the kubelet's.</summary>
internal sealed class ContainerConfigException(string message) : Exception(message);
