using ResilienceGate.Core.Experiments;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Experiments;

/// <summary>Faults that stay on in pods that stay: when they begin, what ends them, and what a recovery from them is.</summary>
public sealed class InjectionHoldTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IAsyncLifetime
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private static readonly Fault Stress = new Fault.CpuStress(0.8, null, Hold);

    private InjectionBench? _bench;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private InjectionBench Bench => _bench ?? throw new InvalidOperationException();

    public async ValueTask InitializeAsync() => _bench = await InjectionBench.CreateAsync(cluster);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task A_fault_that_is_lost_is_reverted_at_once_and_its_injection_is_void()
    {
        var lost = new TaskCompletionSource<string>();
        var injection = new ScriptedInjection { Hold = Hold, OnLost = lost.Task };
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct, Stress);
        await Bench.Time.SeeWaitAsync(Hold, Ct);

        lost.SetResult("the agent was killed");
        Bench.Report(seconds: 20, badUntil: 0);
        var result = await running;

        Assert.Equal("the agent was killed", result.Void);
        Assert.Equal(1, injection.Reverts);
        Assert.True(Bench.Record.CleanUp is { Injected: 1, Reverted: 1 });
    }

    [Fact]
    public async Task A_fault_that_takes_getting_ready_begins_and_is_held_when_it_is_proved()
    {
        var asked = Bench.Clock.Now;
        var injection = new ScriptedInjection
        {
            Hold = Hold,
            BeginsWhenProved = true,
            OnInject = _ =>
            {
                Bench.Time.Advance(TimeSpan.FromSeconds(40));
                return Task.CompletedTask;
            },
        };
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct, Stress);

        await Bench.Time.SeeWaitAsync(Hold, Ct);
        Assert.Equal(0, injection.Reverts);
        Bench.Time.Advance(Hold);
        Bench.Report(seconds: 120, badUntil: 0);
        var result = await running;

        Assert.Equal(asked + TimeSpan.FromSeconds(40), result.At);
        Assert.True(result.IsValid);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(34, 4)]
    public async Task Where_no_pod_was_replaced_the_recovery_is_from_the_end_of_the_fault_to_good_traffic(
        int badUntil,
        int seconds
    )
    {
        var running = Bench.RunAsync(new ScriptedInjection { Hold = Hold }, Bench.AimAt("model-1"), Ct, Stress);

        await Bench.Time.EndWaitAsync(Hold, Ct);
        Bench.Report(seconds: 60, badUntil);
        var result = await running;

        Assert.Equal(TimeSpan.FromSeconds(seconds), result.RecoveryTime);
        Assert.Empty(result.Phases);
    }

    [Fact]
    public async Task A_target_that_is_still_bad_in_the_end_has_not_recovered()
    {
        var running = Bench.RunAsync(new ScriptedInjection { Hold = Hold }, Bench.AimAt("model-1"), Ct, Stress);

        await Bench.Time.EndWaitAsync(Hold, Ct);
        Bench.Report(seconds: 60, badUntil: 60);
        await Bench.Time.EndWaitAsync(Faults.Drills.Observe + Faults.Drills.RecoverWithin, Ct);

        Assert.Null((await running).RecoveryTime);
    }
}
