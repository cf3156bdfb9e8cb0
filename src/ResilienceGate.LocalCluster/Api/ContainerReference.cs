namespace ResilienceGate.LocalCluster.Api;

/// <summary>One container of one incarnation of a pod.</summary>
internal sealed record ContainerReference(string Namespace, string Pod, string PodUid, string Container);
