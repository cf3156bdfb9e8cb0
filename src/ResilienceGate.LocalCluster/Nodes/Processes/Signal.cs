namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>The signals that a kubelet sends, by their numbers on Linux.</summary>
internal enum Signal
{
    Kill = 9,
    Terminate = 15,
}
