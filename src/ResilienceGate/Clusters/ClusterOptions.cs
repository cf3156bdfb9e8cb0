namespace ResilienceGate.Clusters;

/// <summary>Which cluster, as the command line and the environment say it.</summary>
/// <param name="Kubeconfig">A file; null for KUBECONFIG, ~/.kube/config, or the pod's own service account.</param>
/// <param name="Context">A context of the kubeconfig; null for its current one.</param>
internal sealed record ClusterOptions(string? Kubeconfig, string? Context);
