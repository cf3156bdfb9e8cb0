using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security.Tokens;

/// <summary>What a token is to say.</summary>
internal sealed record BoundToken
{
    public required StoredObject ServiceAccount { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    public required TimeSpan Lifetime { get; init; }

    /// <summary>The Pod, Secret or Node with whose end the token ends; null when it is bound to none.</summary>
    public StoredObject? Object { get; init; }

    /// <summary>The node that a pod is on; without UID when there is no such Node.</summary>
    public (string Name, string? Uid)? PodNode { get; init; }
}
