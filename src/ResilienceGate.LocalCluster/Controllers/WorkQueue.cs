using System.Threading.Channels;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers;

/// <summary>
/// The keys of objects to look at, each at most once however often it was added; a key that is added while it is being
/// looked at comes again afterwards.
/// </summary>
internal sealed class WorkQueue(TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<ObjectKey> _waiting = [];
    private readonly Dictionary<ObjectKey, (DateTimeOffset Due, ITimer Timer)> _delayed = [];
    private readonly Channel<ObjectKey> _channel = Channel.CreateUnbounded<ObjectKey>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    public void Add(ObjectKey key)
    {
        lock (_gate)
        {
            if (_waiting.Add(key))
                _channel.Writer.TryWrite(key);
        }
    }

    /// <summary>Adds it later; of several wishes for one key the earliest counts.</summary>
    public void AddAfter(ObjectKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_gate)
        {
            var due = clock.GetUtcNow() + delay;
            if (_delayed.TryGetValue(key, out var pending))
            {
                if (pending.Due <= due)
                    return;
                pending.Timer.Dispose();
            }

            var timer = clock.CreateTimer(_ => Release(key, due), state: null, delay, Timeout.InfiniteTimeSpan);
            _delayed[key] = (due, timer);
        }
    }

    public async ValueTask<ObjectKey> TakeAsync(CancellationToken ct)
    {
        var key = await _channel.Reader.ReadAsync(ct);
        lock (_gate)
            _waiting.Remove(key);
        return key;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (_, timer) in _delayed.Values)
                timer.Dispose();
            _delayed.Clear();
        }
    }

    private void Release(ObjectKey key, DateTimeOffset due)
    {
        lock (_gate)
        {
            if (!_delayed.TryGetValue(key, out var pending) || pending.Due != due)
                return;
            pending.Timer.Dispose();
            _delayed.Remove(key);
        }

        Add(key);
    }
}
