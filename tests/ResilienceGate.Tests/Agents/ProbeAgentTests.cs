using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Tests.Probes;

namespace ResilienceGate.Tests.Agents;

public sealed class ProbeAgentTests
{
    private static readonly ProbeConfiguration Idle = Configurations.For("127.0.0.1:9");

    [Fact]
    public async Task A_ping_is_answered_and_stop_ends_the_probe()
    {
        await using var probe = new RunningProbe(Idle, TimeProvider.System);

        await probe.SayAsync(new ProbeCommand.Ping(7));
        Assert.Equal(7, (await probe.NextAsync<ProbeRecord.Pong>()).Id);
        await probe.SayAsync(new ProbeCommand.Stop());
        await probe.Ended;

        Assert.Equal("told to stop", (await probe.NextAsync<ProbeRecord.Bye>()).Reason);
        Assert.IsType<ProbeRecord.Hello>(probe.Records[0]);
        Assert.Equal([1, 2, 3], probe.Records.Select(record => record.Number));
    }

    [Fact]
    public async Task A_gate_that_goes_silent_ends_the_probe()
    {
        var time = new FakeTimeProvider();
        await using var probe = new RunningProbe(Idle, time);
        await probe.SayAsync(new ProbeCommand.Ping(1));
        await probe.NextAsync<ProbeRecord.Pong>();

        time.Advance(Idle.SilenceLimit - TimeSpan.FromSeconds(1));
        await probe.SayAsync(new ProbeCommand.Ping(2));
        await probe.NextAsync<ProbeRecord.Pong>();
        time.Advance(Idle.SilenceLimit - TimeSpan.FromSeconds(1));
        await probe.SayAsync("anything at all");
        await probe.NextAsync<ProbeRecord.Ignored>();
        Assert.False(probe.Ended.IsCompleted);
        time.Advance(Idle.SilenceLimit);

        Assert.Contains(
            "nothing was heard",
            (await probe.NextAsync<ProbeRecord.Bye>()).Reason,
            StringComparison.Ordinal
        );
        await probe.Ended;
    }

    [Fact]
    public async Task The_end_of_the_input_is_silence_and_no_command()
    {
        var time = new FakeTimeProvider();
        await using var probe = new RunningProbe(Idle, time);
        await probe.SayAsync(new ProbeCommand.Ping(1));
        await probe.NextAsync<ProbeRecord.Pong>();

        await probe.CloseInputAsync();
        time.Advance(Idle.SilenceLimit - TimeSpan.FromSeconds(1));
        Assert.False(probe.Ended.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains(
            "nothing was heard",
            (await probe.NextAsync<ProbeRecord.Bye>()).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_terminated_probe_says_goodbye()
    {
        await using var probe = new RunningProbe(Idle, TimeProvider.System);
        await probe.NextAsync<ProbeRecord.Hello>();

        await probe.TerminateAsync();

        Assert.Contains("told to end", (await probe.NextAsync<ProbeRecord.Bye>()).Reason, StringComparison.Ordinal);
        await probe.Ended;
    }

    [Theory]
    [InlineData("hey", "not a command")]
    [InlineData("null", "no command")]
    [InlineData("{}", "not a command")]
    [InlineData("""{"do":"dance"}""", "not a command")]
    [InlineData("""{"do":"ping","id":"x"}""", "not a command")]
    [InlineData("""{"do":"replicas"}""", "not a command")]
    [InlineData("""{"do":"replicas","now":[{"pod":"p","uid":"u","address":"10.0.0.1/x"}]}""", "10.0.0.1/x")]
    public async Task A_line_that_cannot_be_obeyed_is_ignored_with_a_reason(string line, string reason)
    {
        await using var probe = new RunningProbe(Idle, TimeProvider.System);

        await probe.SayAsync(line);

        Assert.Contains(reason, (await probe.NextAsync<ProbeRecord.Ignored>()).Reason, StringComparison.Ordinal);
        await probe.SayAsync(new ProbeCommand.Ping(1));
        await probe.NextAsync<ProbeRecord.Pong>();
    }

    [Fact]
    public async Task Commands_said_twice_change_nothing()
    {
        await using var server = new TrapServer(_ => Traps.Answer(200, Traps.Prediction));
        await using var probe = new RunningProbe(Configurations.For(server.Address), TimeProvider.System);
        ProbeCommand[] commands =
        [
            new ProbeCommand.Start(),
            new ProbeCommand.Replicas([new Replica("p", "u", server.Address)]),
            new ProbeCommand.Census(4),
            new ProbeCommand.Truth(new Dictionary<string, Prediction>()),
        ];

        foreach (var command in commands.Concat(commands))
            await probe.SayAsync(command);
        while (
            !probe.Records.OfType<ProbeRecord.CensusTaken>().Any()
            || !probe.Records.OfType<ProbeRecord.FirstAnswer>().Any()
            || probe.Records.OfType<ProbeRecord.Interval>().Count() < 2
        )
            await probe.NextAsync<ProbeRecord>();
        await probe.SayAsync(new ProbeCommand.Stop());
        await probe.NextAsync<ProbeRecord.Bye>();

        var intervals = probe.Records.OfType<ProbeRecord.Interval>().ToList();
        Assert.Equal(Enumerable.Repeat(5, 10), intervals[0].Sent);
        Assert.All(
            intervals,
            (interval, i) => Assert.Equal(intervals[0].Start + TimeSpan.FromSeconds(i), interval.Start)
        );
        Assert.Single(probe.Records.OfType<ProbeRecord.CensusTaken>());
        Assert.Equal("u", Assert.Single(probe.Records.OfType<ProbeRecord.FirstAnswer>()).Uid);
        Assert.Equal(
            Enumerable.Range(1, probe.Records.Count).Select(n => (long)n),
            probe.Records.Select(r => r.Number)
        );
    }

    [Fact]
    public async Task Answers_are_judged_once_the_truth_is_told_and_what_is_on_its_way_is_reported_at_the_end()
    {
        var intoTheVoid = false;
        var stalled = new TaskCompletionSource();
        await using var server = new TrapServer(_ =>
        {
            if (!Volatile.Read(ref intoTheVoid))
                return Traps.Answer(200, Traps.Prediction);
            stalled.TrySetResult();
            return Traps.Stall;
        });
        var configuration = Configurations.For(server.Address) with { Deadline = TimeSpan.FromSeconds(1) };
        await using var probe = new RunningProbe(configuration, TimeProvider.System);
        await probe.SayAsync(new ProbeCommand.Start());
        var before = await probe.NextAsync<ProbeRecord.Interval>();

        var other = new Prediction([new Tensor { Name = "items", Numbers = [9, 8, 7] }]);
        await probe.SayAsync(
            new ProbeCommand.Truth(new Dictionary<string, Prediction> { ["a"] = other, ["c"] = other })
        );
        await probe.NextAsync<ProbeRecord.Interval>();
        var after = await probe.NextAsync<ProbeRecord.Interval>();
        Volatile.Write(ref intoTheVoid, true);
        await stalled.Task.WaitAsync(TestContext.Current.CancellationToken);
        await probe.SayAsync(new ProbeCommand.Stop());
        await probe.NextAsync<ProbeRecord.Bye>();

        Assert.DoesNotContain(Outcome.Wrong, before.Outcomes.Keys);
        Assert.Contains(Outcome.Wrong, after.Outcomes.Keys);
        var intervals = probe.Records.OfType<ProbeRecord.Interval>().ToList();
        Assert.All(intervals, interval => Assert.Equal(interval.Sent.Sum(), interval.Outcomes.Values.Sum()));
        Assert.Contains(Outcome.Timeout, intervals[^1].Outcomes.Keys);
    }
}
