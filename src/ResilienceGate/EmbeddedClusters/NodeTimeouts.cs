namespace ResilienceGate.EmbeddedClusters;

/// <summary>How long an embedded cluster waits for a node that has gone silent.</summary>
/// <param name="Shortened">Whether it waits less than Kubernetes does by default.</param>
/// <param name="Noticed">From its last heartbeat until it is no longer Ready.</param>
/// <param name="Evicted">From then until its pods are deleted, unless they say otherwise.</param>
internal sealed record NodeTimeouts(bool Shortened, TimeSpan Noticed, TimeSpan Evicted)
{
    /// <summary>As users read it.</summary>
    public string Sentence =>
        $"node timeouts are {(Shortened ? "shortened" : "Kubernetes' own")}: a silent node is noticed after "
        + $"{Noticed.TotalSeconds:0} s, and its pods are evicted after {Evicted.TotalSeconds:0} s more";
}
