using System.Text;
using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Agents.Faults;
using ResilienceGate.Agents.Faults.CpuStress;
using ResilienceGate.Agents.Faults.MemoryStress;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Agents.Faults;

/// <summary>What an agent does, as those see it who speak to it and read its log.</summary>
public sealed class FaultAgentTests : IDisposable
{
    private static readonly TimeSpan BeginWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan BetweenReverts = TimeSpan.FromSeconds(1);

    private readonly string _injection = $"test-{Guid.NewGuid():N}";
    private readonly SteppedClock _time = new();
    private readonly MemoryStream _log = new();
    private readonly CancellationTokenSource _end = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task It_begins_when_it_is_told_to_and_takes_everything_away_when_it_is_told_to_stop()
    {
        var fault = new ScriptedPodFault();
        var running = RunAsync(fault);
        Assert.Equal(0, fault.Applied);

        var on = Assert.IsType<FaultRecord.On>(await SayAsync(AgentDoor.Begin));
        var off = Assert.IsType<FaultRecord.Off>(await SayAsync(AgentDoor.Stop));

        Assert.Equal(("burning", "stopped", "out"), (on.Proof, off.Why, off.Proof));
        Assert.Equal(FaultAgent.Done, await running);
        Assert.Equal(_time.GetUtcNow() + Lasts, fault.Expires);
        Assert.Equal(["Ready", "Beginning", "On", "Off"], Written);
    }

    [Fact]
    public async Task Told_to_begin_twice_it_begins_once()
    {
        var fault = new ScriptedPodFault();
        var running = RunAsync(fault);

        await SayAsync(AgentDoor.Begin);
        Assert.IsType<FaultRecord.On>(await SayAsync(AgentDoor.Begin));
        await SayAsync(AgentDoor.Stop);

        await running;
        Assert.Equal((1, 1), (fault.Applied, fault.Reverted));
    }

    [Fact]
    public async Task Without_a_word_it_ends_and_has_done_nothing()
    {
        var fault = new ScriptedPodFault();
        var running = RunAsync(fault);

        await _time.EndWaitAsync(BeginWithin, Ct);

        Assert.Equal(FaultAgent.Done, await running);
        Assert.Equal((0, 0), (fault.Applied, fault.Reverted));
        Assert.Equal(["Ready", "Off"], Written);
        Assert.Null(await SayAsync(AgentDoor.Begin));
    }

    [Fact]
    public async Task Stopped_before_it_was_told_to_begin_it_never_does()
    {
        var fault = new ScriptedPodFault();
        var running = RunAsync(fault);

        var off = Assert.IsType<FaultRecord.Off>(await SayAsync(AgentDoor.Stop));

        Assert.Null(off.Proof);
        await running;
        Assert.Equal(0, fault.Applied);
    }

    [Fact]
    public async Task When_nobody_stops_it_the_fault_expires()
    {
        var fault = new ScriptedPodFault();
        var running = RunAsync(fault);
        await SayAsync(AgentDoor.Begin);

        _time.Advance(Lasts);

        Assert.Equal(FaultAgent.Done, await running);
        Assert.Equal("expired", Last<FaultRecord.Off>().Why);
        Assert.Equal(1, fault.Reverted);
    }

    [Fact]
    public async Task A_process_that_is_told_to_end_takes_the_fault_away()
    {
        var fault = new ScriptedPodFault();
        var running = RunAsync(fault);
        await SayAsync(AgentDoor.Begin);

        await _end.CancelAsync();

        await running;
        Assert.Equal(
            ("the process was told to end", "out"),
            (Last<FaultRecord.Off>().Why, Last<FaultRecord.Off>().Proof)
        );
    }

    [Fact]
    public async Task Stopped_while_it_brings_the_fault_about_it_was_never_on()
    {
        var applying = new TaskCompletionSource();
        var fault = new ScriptedPodFault
        {
            OnApply = async ct =>
            {
                applying.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
                return "never";
            },
        };
        var running = RunAsync(fault);
        var begin = SayAsync(AgentDoor.Begin);
        await applying.Task.WaitAsync(Ct);

        await SayAsync(AgentDoor.Stop);

        Assert.Equal("stopped before it was on", Assert.IsType<FaultRecord.Off>(await begin).Why);
        await running;
        Assert.DoesNotContain("On", Written);
    }

    [Fact]
    public async Task A_fault_that_ends_before_its_time_is_reported_and_cleared_away()
    {
        var fault = new ScriptedPodFault();
        var running = RunAsync(fault);
        await SayAsync(AgentDoor.Begin);

        fault.Lose("the stressor was killed");

        await running;
        Assert.Equal(["Ready", "Beginning", "On", "Lost", "Off"], Written);
        Assert.Equal("lost: the stressor was killed", Last<FaultRecord.Off>().Why);
        Assert.Equal(1, fault.Reverted);
    }

    [Fact]
    public async Task A_fault_that_cannot_be_brought_about_is_a_failure_with_its_reason()
    {
        var running = RunAsync(new ScriptedPodFault { OnApply = _ => throw new PodFaultException("no such device") });

        var answer = await SayAsync(AgentDoor.Begin);

        Assert.Equal("no such device", Assert.IsType<FaultRecord.Failed>(answer).Why);
        Assert.Equal(FaultAgent.Failure, await running);
    }

    [Fact]
    public async Task What_cannot_be_taken_away_is_tried_again()
    {
        var tries = 0;
        var fault = new ScriptedPodFault
        {
            OnRevert = () =>
                ++tries < 3 ? throw new PodFaultException("a rule is still there") : Task.FromResult<string?>("gone"),
        };
        var running = RunAsync(fault);
        await SayAsync(AgentDoor.Begin);

        var stop = SayAsync(AgentDoor.Stop);
        await _time.EndWaitAsync(BetweenReverts, Ct);
        await _time.EndWaitAsync(BetweenReverts, Ct);

        Assert.Equal("gone", Assert.IsType<FaultRecord.Off>(await stop).Proof);
        Assert.Equal(FaultAgent.Done, await running);
    }

    [Fact]
    public async Task What_stays_however_often_it_is_tried_is_named()
    {
        var fault = new ScriptedPodFault { OnRevert = () => throw new PodFaultException("a rule is still there") };
        var running = RunAsync(fault);
        await SayAsync(AgentDoor.Begin);

        var stop = SayAsync(AgentDoor.Stop);
        for (var tries = 1; tries < 5; tries++)
            await _time.EndWaitAsync(BetweenReverts, Ct);

        Assert.Equal("a rule is still there", Assert.IsType<FaultRecord.Stuck>(await stop).Why);
        Assert.Equal(FaultAgent.Failure, await running);
    }

    [Fact]
    public async Task A_second_agent_of_an_injection_does_nothing()
    {
        var first = RunAsync(new ScriptedPodFault());
        var second = new ScriptedPodFault();
        using var log = new MemoryStream();

        var exit = await new FaultAgent(Order(second), log, _time).RunAsync(Ct);

        Assert.Equal(FaultAgent.Failure, exit);
        Assert.Contains("another agent carries", Encoding.UTF8.GetString(log.ToArray()), StringComparison.Ordinal);
        Assert.Equal(0, second.Applied);
        await SayAsync(AgentDoor.Stop);
        await first;
    }

    [Fact]
    public void Every_order_survives_the_wire()
    {
        PodFaultOrder[] faults =
        [
            new CpuStressOrder(0.8, 2, 1.5),
            new CpuStressOrder(1),
            new MemoryStressOrder(1 << 30, MinusOthers: true),
        ];

        foreach (var fault in faults)
        {
            var order = Order(new ScriptedPodFault()) with { Fault = fault };
            var line = JsonSerializer.Serialize(order, AgentJson.Default.FaultOrder);
            Assert.Equal(order, JsonSerializer.Deserialize(line, AgentJson.Default.FaultOrder));
        }
    }

    private IReadOnlyList<FaultRecord> Records =>
        [.. Encoding.UTF8.GetString(_log.ToArray()).Split('\n').Select(FaultLog.Read).OfType<FaultRecord>()];

    private IEnumerable<string> Written => Records.Select(r => r.GetType().Name);

    private T Last<T>() => Assert.IsType<T>(Records[^1]);

    /// <summary>Returns when its door is open, as it is once <c>RunAsync</c> has come to its first wait.</summary>
    private Task<int> RunAsync(IPodFault fault) => new FaultAgent(Order(fault), _log, _time).RunAsync(_end.Token);

    private Task<FaultRecord?> SayAsync(string word) => AgentDoor.SayAsync(_injection, word, Ct);

    private FaultOrder Order(IPodFault fault) =>
        new()
        {
            Run = "r1",
            Injection = _injection,
            BeginWithin = BeginWithin,
            Lasts = Lasts,
            Fault = new ScriptedOrder(fault),
        };
}
