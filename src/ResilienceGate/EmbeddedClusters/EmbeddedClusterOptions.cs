namespace ResilienceGate.EmbeddedClusters;

/// <summary>How an embedded cluster is started.</summary>
/// <param name="Folder">Its state, its log and its kubeconfig.</param>
/// <param name="Outlives">Whether it goes on when the process that started it ends.</param>
internal sealed record EmbeddedClusterOptions(int Nodes, string Folder, bool Outlives);
