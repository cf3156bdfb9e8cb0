namespace ResilienceGate.EmbeddedClusters;

/// <summary>How far the pods of an embedded cluster are apart from each other and from the machine.</summary>
/// <param name="Kind"><c>namespaces</c> or <c>loopback</c>.</param>
/// <param name="Cgroups">What keeps their limits: <c>v1</c>, <c>v2</c> or <c>none</c>.</param>
/// <param name="Shortcoming">Why it is not more than that; null when nothing is missing.</param>
internal sealed record PodIsolation(string Kind, string Cgroups, string? Shortcoming)
{
    /// <summary>As users read it.</summary>
    public string Sentence =>
        Kind == "namespaces"
            ? "pods are isolated: each has a network, mounts and processes of its own; "
                + (Shortcoming ?? $"limits are kept (cgroups {Cgroups})")
            : $"pods are NOT isolated: they are processes on loopback addresses, and limits are not kept ({Shortcoming})";
}
