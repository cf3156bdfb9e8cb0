using ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

namespace ResilienceGate.LocalCluster;

/// <summary>How the cluster is started.</summary>
/// <param name="Nodes">How many nodes it simulates.</param>
/// <param name="State">The directory of the pods' files and logs.</param>
/// <param name="Kubeconfig">Where the kubeconfig is written.</param>
/// <param name="Timings">How long the cluster waits for a silent node.</param>
/// <param name="Images">Program and arguments by image name.</param>
internal sealed record ClusterOptions(
    int Nodes,
    string State,
    string Kubeconfig,
    NodeTimings Timings,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Images
);
