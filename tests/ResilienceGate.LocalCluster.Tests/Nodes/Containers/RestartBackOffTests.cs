using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Nodes.Containers;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Containers;

public sealed class RestartBackOffTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_first_restart_comes_at_once_and_the_others_after_10_seconds_doubling_to_300()
    {
        var backOff = new RestartBackOff(_clock);
        var waits = new List<int>();
        for (var failure = 0; failure < 8; failure++)
        {
            var failedAt = _clock.GetUtcNow();
            var wait = backOff.Remaining(failedAt);
            waits.Add((int)wait.TotalSeconds);
            _clock.Advance(wait);
            backOff.Next(failedAt);
        }

        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300], waits);
    }

    [Fact]
    public void A_container_that_ran_for_long_begins_anew()
    {
        var backOff = new RestartBackOff(_clock);
        backOff.Next(_clock.GetUtcNow());
        backOff.Next(_clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(601));
        Assert.Equal(TimeSpan.Zero, backOff.Remaining(_clock.GetUtcNow()));
    }

    [Fact]
    public void Waiting_counts_from_the_failure()
    {
        var backOff = new RestartBackOff(_clock);
        backOff.Next(_clock.GetUtcNow());
        var failedAt = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(6), backOff.Remaining(failedAt));
    }
}
