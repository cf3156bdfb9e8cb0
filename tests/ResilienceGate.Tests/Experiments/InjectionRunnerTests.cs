using ResilienceGate.Core.Measurements;
using ResilienceGate.Journals;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Faults;

namespace ResilienceGate.Tests.Experiments;

/// <summary>What one injection measures.</summary>
public sealed class InjectionRunnerTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IAsyncLifetime
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    private InjectionBench? _bench;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private InjectionBench Bench => _bench ?? throw new InvalidOperationException();

    public async ValueTask InitializeAsync() => _bench = await InjectionBench.CreateAsync(cluster);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task A_valid_injection_is_measured_and_its_phases_add_up_to_the_recovery_time()
    {
        var aim = Bench.AimAt("model-1");
        var injection = new ScriptedInjection { OnInject = _ => Bench.KillAsync("model-1") };
        var running = Bench.RunAsync(injection, aim, Ct);

        await Bench.ReplacedAsync("model-1", "model-4");
        Bench.Answer("model-4");
        Bench.Report(seconds: 20, badUntil: 3);
        var result = await running;

        Assert.True(result.IsValid);
        Assert.Equal(["model-1"], result.Victims);
        Assert.Equal(("seen", "undone"), (result.Proof, result.Reverted));
        Assert.Equal(TimeSpan.FromSeconds(3), result.RecoveryTime);
        Assert.Equal(TimeSpan.FromSeconds(3), result.Phases.Aggregate(TimeSpan.Zero, (sum, p) => sum + p.Took));
        Assert.Equal(TimeSpan.FromSeconds(1), result.Phases.Single(p => p.Phase is Phase.Create).Took);
        Assert.Equal(TimeSpan.FromSeconds(2), result.Phases.Single(p => p.Phase is Phase.Load).Took);
        Assert.Equal((TimeSpan.FromSeconds(3), false), (result.Outage, result.OutageCensored));
        Assert.Equal((1000, 700), (result.Sent, result.Good));
        Assert.Equal(5, result.Latency?.P50.TotalMilliseconds ?? 0, tolerance: 0.1);
        Assert.Equal(JournalState.Reverted, Assert.Single(Bench.Journal.Document.Entries).State);
        Assert.True(Bench.Record.CleanUp is { Injected: 1, Reverted: 1, IsClean: true });
    }

    [Fact]
    public async Task An_injection_in_whose_time_the_target_was_scaled_down_says_nothing_of_its_recovery()
    {
        var injection = new ScriptedInjection { OnInject = _ => Bench.KillAsync("model-1") };
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct);

        await Bench.Watch.WaitAsync(s => s.Serving.Count() == 2, TimeSpan.FromHours(1), Ct);
        Bench.Watch.Desire(2);
        Bench.Target.Finish("model-1");
        Bench.Report(seconds: 20, badUntil: 0);
        var result = await running;

        Assert.Equal("the target was scaled from 3 to 2 meanwhile", result.Void);
        Assert.Equal(1, Bench.Record.CleanUp.Reverted);
    }

    [Fact]
    public async Task The_injection_is_in_the_journal_before_it_happens()
    {
        JournalEntry? written = null;
        var injection = new ScriptedInjection
        {
            OnInject = async ct =>
                written = Assert.Single(
                    Assert
                        .Single((await Journal.FindAsync(cluster.Client, Bench.Target.Namespace, ct)).Readable)
                        .Document.Entries
                ),
            OnProve = _ => Task.FromResult<string?>(null),
        };
        var running = Bench.RunAsync(injection, Bench.AimAt("model-2"), Ct);
        Bench.Report(seconds: 20, badUntil: 0);
        await running;

        Assert.Equal(JournalState.Intended, written?.State);
        Assert.Equal(["model-2"], written?.Pods);
    }

    [Fact]
    public async Task A_target_that_never_recovers_has_no_recovery_time()
    {
        var running = Bench.RunAsync(
            new ScriptedInjection { OnInject = _ => Bench.KillAsync("model-1") },
            Bench.AimAt("model-1"),
            Ct
        );

        await Bench.Watch.WaitAsync(s => s.Serving.Count() == 2, TimeSpan.FromHours(1), Ct);
        // First for the recovery, then for a target that is settled, then for the window to be known.
        await Bench.Time.EndWaitAsync(Drills.RecoverWithin, Ct);
        await Bench.Time.EndWaitAsync(Drills.RecoverWithin, Ct);
        Bench.Report(seconds: 1, badUntil: 1);
        await Bench.Time.EndWaitAsync(Drills.Observe, Ct);
        var result = await running;

        Assert.True(result.IsValid);
        Assert.Null(result.RecoveryTime);
        Assert.Empty(result.Phases);
        Assert.Equal(Drills.RecoverWithin, result.Watched);
        Assert.True(result.OutageCensored);
    }

    [Fact]
    public async Task A_fault_with_a_duration_stays_on_for_all_of_it_also_when_the_target_recovers_earlier()
    {
        var (injection, reverted) = Held();
        var at = Bench.Clock.Now;
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct);

        await Bench.ReplacedAsync("model-1", "model-4");
        Bench.Answer("model-4");
        Bench.Time.Advance(Hold - TimeSpan.FromSeconds(3) - TimeSpan.FromMilliseconds(1));
        Assert.False(reverted.IsCompleted);
        Bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Bench.Report(seconds: 60, badUntil: 0);
        var result = await running;

        Assert.Equal(Hold, await reverted - at);
        Assert.Equal(TimeSpan.FromSeconds(3), result.RecoveryTime);
    }

    [Fact]
    public async Task A_fault_with_a_duration_stays_on_no_longer_though_its_victim_comes_back_only_after_the_revert()
    {
        var (injection, reverted) = Held();
        var at = Bench.Clock.Now;
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct);

        await Bench.Time.EndWaitAsync(Hold, Ct);
        Assert.Equal(Hold, await reverted.WaitAsync(Ct) - at);
        await Bench.ReplacedAsync("model-1", "model-4");
        Bench.Answer("model-4");
        Bench.Report(seconds: 60, badUntil: 0);
        var result = await running;

        Assert.True(result.IsValid);
        Assert.Equal(Hold + TimeSpan.FromSeconds(3), result.RecoveryTime);
    }

    [Fact]
    public async Task An_eviction_that_is_let_wait_for_longer_than_the_fault_lasts_is_slow_and_not_void()
    {
        var evict = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (injection, reverted) = Held(evict.Task);
        var at = Bench.Clock.Now;
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct);

        await Bench.Time.EndWaitAsync(Hold, Ct);
        Assert.Equal(Hold, await reverted.WaitAsync(Ct) - at);
        Bench.Time.Advance(TimeSpan.FromSeconds(10));
        evict.SetResult();
        await Bench.ReplacedAsync("model-1", "model-4");
        Bench.Answer("model-4");
        Bench.Report(seconds: 90, badUntil: 0);
        var result = await running;

        Assert.True(result.IsValid);
        Assert.Equal(Hold + TimeSpan.FromSeconds(13), result.RecoveryTime);
    }

    /// <summary>A fault that is on for a while.</summary>
    /// <returns>When it was reverted, as well.</returns>
    private (ScriptedInjection Injection, Task<DateTimeOffset> Reverted) Held(Task? evict = null)
    {
        var reverted = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        var injection = new ScriptedInjection
        {
            Hold = Hold,
            OnInject = async _ =>
            {
                await (evict ?? Task.CompletedTask);
                await Bench.KillAsync("model-1");
            },
            OnRevert = _ =>
            {
                reverted.TrySetResult(Bench.Clock.Now);
                return Task.FromResult<string?>("undone");
            },
        };
        return (injection, reverted.Task);
    }
}
