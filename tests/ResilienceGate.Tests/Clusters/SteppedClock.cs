using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ResilienceGate.Tests.Clusters;

/// <summary>A clock that a test moves, and that tells when somebody begins to wait on it.</summary>
internal sealed class SteppedClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Awaits the next wait of exactly this length, and lets it be over.</summary>
    public async Task EndWaitAsync(TimeSpan length, CancellationToken ct)
    {
        await SeeWaitAsync(length, ct);
        Advance(length);
    }

    /// <summary>Awaits the next wait of exactly this length, and leaves it as it is.</summary>
    public async Task SeeWaitAsync(TimeSpan length, CancellationToken ct)
    {
        while (await _waits.Reader.ReadAsync(ct) != length) { }
    }
}
