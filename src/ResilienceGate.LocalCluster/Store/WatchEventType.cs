namespace ResilienceGate.LocalCluster.Store;

internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
}
