namespace ResilienceGate.LocalCluster.Store;

/// <summary>What a deletion came to: the object's last state, and whether it is gone or only on its way.</summary>
internal sealed record Deletion(StoredObject Object, bool Removed);
