namespace ResilienceGate.LocalCluster.Api.Machines;

/// <summary>How far pods are apart from each other and from the machine.</summary>
/// <param name="Kind"><c>namespaces</c> or <c>loopback</c>.</param>
/// <param name="Cgroups">What keeps their limits: <c>v1</c>, <c>v2</c> or <c>none</c>.</param>
/// <param name="Shortcoming">Why it is not more than that; null when nothing is missing.</param>
internal sealed record PodIsolation(string Kind, string Cgroups, string? Shortcoming);
