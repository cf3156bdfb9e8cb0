using ResilienceGate.Clusters;
using ResilienceGate.Experiments;
using ResilienceGate.Plans;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.ProbeSessions;

namespace ResilienceGate.Tests.Experiments;

/// <summary>What ends a run for the sake of its users.</summary>
public sealed class SafetyTests
{
    private static readonly ClockOffset InStep = new(TimeSpan.Zero, TimeSpan.Zero);
    private static readonly AbortCondition Half = new(0.5, TimeSpan.FromSeconds(5));

    private readonly SteppedClock _time = new();
    private readonly ProbeLog _log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_run_is_aborted_when_the_condition_has_held_for_as_long_as_the_plan_says()
    {
        var clock = new RunClock(_time);
        var watching = AbortWatch.RunAsync(Half, _log, clock, Ct);

        Report(clock.Now, "bad bad good bad bad");

        var abort = await Assert.ThrowsAsync<RunAbortedException>(() => watching);
        Assert.StartsWith("400 of 500 requests were not answered", abort.Message, StringComparison.Ordinal);
        Assert.EndsWith("(limits.abort-when: availability < 50% for 5s)", abort.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad bad bad bad")]
    [InlineData("bad bad good good good bad bad")]
    [InlineData("none none none none none none")]
    public async Task The_run_goes_on_while_the_condition_does_not_hold(string seconds)
    {
        var clock = new RunClock(_time);
        Report(clock.Now, seconds);
        using var end = new CancellationTokenSource();

        // It looks at what is known before it waits for more.
        var watching = AbortWatch.RunAsync(Half, _log, clock, end.Token);

        Assert.False(watching.IsCompleted);
        await EndAsync(watching, end);
    }

    [Fact]
    public async Task What_was_bad_before_the_traffic_was_watched_does_not_count()
    {
        var clock = new RunClock(_time);
        Report(clock.Now - TimeSpan.FromSeconds(6), "bad bad bad bad bad bad");
        using var end = new CancellationTokenSource();
        var watching = AbortWatch.RunAsync(Half, _log, clock, end.Token);

        Assert.False(watching.IsCompleted);
        await EndAsync(watching, end);
    }

    [Fact]
    public async Task A_run_that_takes_longer_than_its_deadline_is_aborted()
    {
        var watching = RunDeadline.WatchAsync(TimeSpan.FromMinutes(90), _time, Ct);

        _time.Advance(TimeSpan.FromMinutes(90) - TimeSpan.FromTicks(10_000));
        Assert.False(watching.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(10_000));

        var abort = await Assert.ThrowsAsync<RunAbortedException>(() => watching);
        Assert.Contains("limits.deadline (90 minutes)", abort.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_over_has_no_deadline_any_more()
    {
        using var over = new CancellationTokenSource();
        var watching = RunDeadline.WatchAsync(TimeSpan.FromMinutes(90), _time, over.Token);

        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    private static async Task EndAsync(Task watching, CancellationTokenSource end)
    {
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    private void Report(DateTimeOffset start, string seconds)
    {
        foreach (var (i, second) in seconds.Split(' ').Index())
        {
            var at = start + TimeSpan.FromSeconds(i);
            _log.Add(
                second is "none"
                    ? Seconds.Of(at, Seconds.Slices(0), Seconds.Slices(0))
                    : Seconds.Of(at, second is "good"),
                InStep
            );
        }
    }
}
