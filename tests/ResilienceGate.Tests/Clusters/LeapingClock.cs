using Microsoft.Extensions.Time.Testing;

namespace ResilienceGate.Tests.Clusters;

/// <summary>
/// A clock on which every short wait is over at once, and takes exactly as long as it should. Longer waits, such as
/// limits, run out when so many short ones have passed.
/// </summary>
/// <param name="longest">The longest wait that is short.</param>
internal sealed class LeapingClock(TimeSpan longest)
    : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
{
    private readonly Lock _leap = new();

    public LeapingClock()
        : this(TimeSpan.FromSeconds(2)) { }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= longest)
            // Not here: who waits does not expect to be called back before it has the timer in its hands.
            ThreadPool.QueueUserWorkItem(_ => Leap(dueTime));
        return timer;
    }

    /// <summary>One after the other: who advances while another is about to finish would wake nobody.</summary>
    private void Leap(TimeSpan time)
    {
        lock (_leap)
            Advance(time);
    }
}
