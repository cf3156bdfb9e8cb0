namespace ResilienceGate.LocalCluster.Store;

internal sealed record WatchEvent(WatchEventType Type, StoredObject Object)
{
    /// <summary>The state before, by which a watch with a selector knows that an object left its selection.</summary>
    public StoredObject? Previous { get; init; }
}
