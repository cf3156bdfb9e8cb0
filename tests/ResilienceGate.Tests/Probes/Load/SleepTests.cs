using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Probes.Load;

namespace ResilienceGate.Tests.Probes.Load;

public sealed class SleepTests
{
    [Fact]
    public void The_machines_sleep_never_ends_before_its_time()
    {
        var time = TimeProvider.System;
        var sleep = Sleeps.For(time);

        for (var microseconds = 0; microseconds < 3000; microseconds += 250)
        {
            var due = time.GetTimestamp() + (long)(microseconds * 1e-6 * time.TimestampFrequency);

            Assert.True(sleep.Until(due, TestContext.Current.CancellationToken));

            Assert.True(time.GetTimestamp() >= due);
        }
    }

    [Fact]
    public void A_sleep_that_is_cancelled_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var far = TimeProvider.System.GetTimestamp() + (1000 * TimeProvider.System.TimestampFrequency);

        Assert.False(Sleeps.For(TimeProvider.System).Until(far, cancelled.Token));
        Assert.False(new TimerSleep(TimeProvider.System).Until(far, cancelled.Token));
    }

    [Fact]
    public async Task A_sleep_on_another_clock_ends_by_that_clock()
    {
        var time = new FakeTimeProvider();
        var due = time.GetTimestamp() + time.TimestampFrequency;
        var sleeping = Task.Run(() => Sleeps.For(time).Until(due, CancellationToken.None));

        while (!sleeping.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.True(await sleeping);
        Assert.True(time.GetTimestamp() >= due);
    }
}
