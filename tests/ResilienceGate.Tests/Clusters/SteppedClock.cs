using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ResilienceGate.Tests.Clusters;

/// <summary>A clock that a test moves, and that tells when somebody begins to wait on it.</summary>
internal sealed class SteppedClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
{
    /// <summary>Far longer than any test takes on the busiest machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Channel<(TimeSpan Length, DateTimeOffset Due)> _waits = Channel.CreateUnbounded<(
        TimeSpan,
        DateTimeOffset
    )>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite((dueTime, dueTime < TimeSpan.Zero ? DateTimeOffset.MaxValue : GetUtcNow() + dueTime));
        return timer;
    }

    /// <summary>Awaits the next wait of exactly this length, and lets it be over.</summary>
    public async Task EndWaitAsync(TimeSpan length, CancellationToken ct)
    {
        await SeeWaitAsync(length, ct);
        Advance(length);
    }

    /// <summary>Awaits the next wait of exactly this length, and leaves it as it is.</summary>
    /// <exception cref="TimeoutException">Nobody waits so long, and somebody should.</exception>
    public async Task SeeWaitAsync(TimeSpan length, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(Patience);
        try
        {
            // One that is over was begun again at a change, and is nobody's any more.
            while (
                await _waits.Reader.ReadAsync(end.Token) is var wait
                && (wait.Length != length || wait.Due <= GetUtcNow())
            ) { }
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Nobody waits for {length}.", e);
        }
    }
}
