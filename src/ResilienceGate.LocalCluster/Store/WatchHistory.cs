using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>The last changes, and the watches that are told of the next ones.</summary>
internal sealed class WatchHistory(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<WatchEvent> _events = new();
    private readonly HashSet<Subscription> _subscriptions = [];
    private long _compactedTo;

    public void Append(WatchEvent change)
    {
        lock (_gate)
        {
            _events.Enqueue(change);
            if (_events.Count > capacity)
                _compactedTo = _events.Dequeue().Object.Revision;
            foreach (var subscription in _subscriptions)
                subscription.Offer(change);
        }
    }

    /// <summary>Tells the watches that asked for bookmarks how far they are, in order with their events.</summary>
    public void Bookmark(long revision)
    {
        var metadata = new JsonObject { ["resourceVersion"] = Revisions.Format(revision) };
        lock (_gate)
        {
            foreach (var subscription in _subscriptions)
                subscription.OfferBookmark(new JsonObject { ["metadata"] = metadata.DeepClone() });
        }
    }

    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceType? type,
        string? ns,
        long fromRevision,
        bool bookmarks,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var subscription = Subscribe(type, ns, fromRevision, bookmarks);
        try
        {
            await foreach (var change in subscription.Events.ReadAllAsync(ct).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            lock (_gate)
                _subscriptions.Remove(subscription);
        }
    }

    private Subscription Subscribe(ResourceType? type, string? ns, long fromRevision, bool bookmarks)
    {
        var subscription = new Subscription(type, ns, bookmarks);
        lock (_gate)
        {
            if (fromRevision < _compactedTo)
                throw StatusException.Expired(fromRevision, _compactedTo);
            foreach (var change in _events)
            {
                if (change.Object.Revision > fromRevision)
                    subscription.Offer(change);
            }
            _subscriptions.Add(subscription);
        }
        return subscription;
    }

    private sealed class Subscription(ResourceType? type, string? ns, bool bookmarks)
    {
        private readonly Channel<WatchEvent> _channel = Channel.CreateUnbounded<WatchEvent>(
            new UnboundedChannelOptions { SingleReader = true }
        );

        public ChannelReader<WatchEvent> Events => _channel.Reader;

        public void Offer(WatchEvent change)
        {
            var stored = change.Object;
            if (
                (type is null || type == stored.Type)
                && (ns is null || string.Equals(ns, stored.Namespace, StringComparison.Ordinal))
            )
                _channel.Writer.TryWrite(change);
        }

        public void OfferBookmark(JsonObject bookmark)
        {
            if (bookmarks && type is not null)
                _channel.Writer.TryWrite(new WatchEvent(WatchEventType.Bookmark, new StoredObject(type, bookmark)));
        }
    }
}
