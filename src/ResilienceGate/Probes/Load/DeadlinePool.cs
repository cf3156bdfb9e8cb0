using System.Collections.Concurrent;

namespace ResilienceGate.Probes.Load;

/// <summary>Deadlines that are used again: a token source and its timer for every request would be most of its garbage.</summary>
internal sealed class DeadlinePool(TimeProvider time)
{
    private readonly ConcurrentQueue<CancellationTokenSource> _free = new();

    /// <summary>Cancelled after <paramref name="remaining"/>. To be given back.</summary>
    public CancellationTokenSource Take(TimeSpan remaining)
    {
        if (!_free.TryDequeue(out var deadline))
            return new CancellationTokenSource(remaining, time);
        deadline.CancelAfter(remaining);
        return deadline;
    }

    public void GiveBack(CancellationTokenSource deadline)
    {
        if (deadline.TryReset())
            _free.Enqueue(deadline);
        else
            deadline.Dispose();
    }
}
