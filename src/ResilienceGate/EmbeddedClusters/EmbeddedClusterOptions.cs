namespace ResilienceGate.EmbeddedClusters;

/// <summary>How an embedded cluster is started.</summary>
/// <param name="Nodes">How many machines it simulates.</param>
/// <param name="Folder">Its state and its kubeconfig.</param>
/// <param name="Outlives">Whether it goes on when the process that started it ends.</param>
internal sealed record EmbeddedClusterOptions(int Nodes, ClusterFolder Folder, bool Outlives)
{
    /// <summary>More arguments of the cluster's own program.</summary>
    public IReadOnlyList<string> More { get; init; } = [];
}
