using System.Threading.Channels;

namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>
/// What happened to a pod, to be taken in by its worker, one after the other: so nothing of a pod needs a lock.
/// </summary>
internal sealed class Mailbox(TimeProvider clock) : IDisposable
{
    private readonly Channel<Action> _letters = Channel.CreateUnbounded<Action>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    private ITimer? _alarm;

    public void Post(Action letter) => _letters.Writer.TryWrite(letter);

    /// <summary>Only that something may have changed.</summary>
    public void Wake() => Post(static () => { });

    /// <summary>Waits for letters, or until a time has passed, and takes in all there are.</summary>
    public async ValueTask ReadAsync(TimeSpan? timeout, CancellationToken ct)
    {
        _alarm ??= clock.CreateTimer(
            static mailbox => (mailbox as Mailbox)?.Wake(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        _alarm.Change(timeout ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (await _letters.Reader.ReadAsync(ct))();
        while (_letters.Reader.TryRead(out var letter))
            letter();
    }

    public void Dispose() => _alarm?.Dispose();
}
