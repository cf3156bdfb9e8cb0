namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>What Chaos Mesh says of one thing that an object hits.</summary>
/// <param name="Id"><c>namespace/pod</c>, for some kinds with <c>/container</c>.</param>
/// <param name="Injected">How often it was injected.</param>
/// <param name="Recovered">How often it was recovered.</param>
/// <param name="Failure">The latest failure that no success followed; null when there is none.</param>
internal sealed record ChaosRecord(string Id, int Injected, int Recovered, string? Failure)
{
    /// <summary>Counts alone tell: the condition AllRecovered is true of what was never injected, too.</summary>
    public bool IsRecovered => Injected >= 1 && Recovered >= Injected;

    public bool IsOf(string ns, string pod) =>
        Id == $"{ns}/{pod}" || Id.StartsWith($"{ns}/{pod}/", StringComparison.Ordinal);
}
