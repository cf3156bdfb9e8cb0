namespace ResilienceGate.LocalCluster.Api.Machines;

/// <summary>How long the cluster waits for a node that has gone silent.</summary>
/// <param name="Shortened">Whether it waits less than Kubernetes does by default.</param>
/// <param name="Noticed">From its last heartbeat until it is no longer Ready.</param>
/// <param name="Evicted">From then until its pods are deleted, unless they say otherwise.</param>
internal sealed record NodeTimeouts(bool Shortened, TimeSpan Noticed, TimeSpan Evicted);
