namespace ResilienceGate.Clusters;

/// <summary>What a list answered.</summary>
/// <param name="Version">Of the list: a watch from here on misses nothing.</param>
internal sealed record ListedItems<T>(IReadOnlyList<T> Items, string Version);
