using System.Runtime.CompilerServices;
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

    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceType? type,
        string? ns,
        long fromRevision,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var subscription = Subscribe(type, ns, fromRevision);
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

    private Subscription Subscribe(ResourceType? type, string? ns, long fromRevision)
    {
        var subscription = new Subscription(type, ns);
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

    private sealed class Subscription(ResourceType? type, string? ns)
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
    }
}
