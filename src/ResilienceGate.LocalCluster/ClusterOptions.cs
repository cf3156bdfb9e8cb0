using ResilienceGate.LocalCluster.Controllers.NodeLifecycle;
using ResilienceGate.LocalCluster.Nodes.Isolation;

namespace ResilienceGate.LocalCluster;

/// <summary>How the cluster is started.</summary>
/// <param name="Nodes">How many nodes it simulates.</param>
/// <param name="State">The directory of the pods' files and logs.</param>
/// <param name="Kubeconfig">Where the kubeconfig is written.</param>
/// <param name="Timings">How long the cluster waits for a silent node.</param>
/// <param name="Images">Program and arguments by image name.</param>
/// <param name="Isolation">How its pods are kept apart.</param>
internal sealed record ClusterOptions(
    int Nodes,
    string State,
    string Kubeconfig,
    NodeTimings Timings,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Images,
    IsolationChoice Isolation
);
