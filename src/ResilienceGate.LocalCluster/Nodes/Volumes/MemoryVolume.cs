namespace ResilienceGate.LocalCluster.Nodes.Volumes;

/// <summary>An <c>emptyDir</c> that is to be in memory.</summary>
/// <param name="Directory">Its directory on the machine.</param>
/// <param name="Size">The most that it takes, in bytes; null: no limit of its own.</param>
internal sealed record MemoryVolume(string Directory, long? Size);
