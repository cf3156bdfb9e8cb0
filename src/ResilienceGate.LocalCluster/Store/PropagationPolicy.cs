namespace ResilienceGate.LocalCluster.Store;

/// <summary>What a deletion does to the objects that the deleted one owns.</summary>
internal enum PropagationPolicy
{
    Background,
    Foreground,
    Orphan,
}
