namespace ResilienceGate.Probes;

/// <summary>What a server says about its model.</summary>
/// <param name="IsReady">It takes requests, by its own account.</param>
/// <param name="Version">Null where the server does not tell, or serves several.</param>
/// <param name="Digest">Digest of the model's state, <c>sha256:...</c>; null where the server publishes none.</param>
internal sealed record ModelDescription(bool IsReady, string? Version, string? Digest);
