using ResilienceGate.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Journals;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Experiments;

/// <summary>Injections that come to nothing, or are cut short.</summary>
public sealed class InjectionEndingTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IAsyncLifetime
{
    private InjectionBench? _bench;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private InjectionBench Bench => _bench ?? throw new InvalidOperationException();

    public async ValueTask InitializeAsync() => _bench = await InjectionBench.CreateAsync(cluster);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task A_closed_journal_keeps_the_injection_from_happening()
    {
        await Assert
            .Single((await Journal.FindAsync(cluster.Client, Bench.Target.Namespace, Ct)).Readable)
            .CloseAsync(Ct);
        var injected = false;
        var injection = new ScriptedInjection
        {
            OnInject = _ =>
            {
                injected = true;
                return Task.CompletedTask;
            },
        };

        await Assert.ThrowsAsync<GateException>(() => Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct));

        Assert.False(injected);
        Assert.Equal(0, Bench.Record.CleanUp.Injected);
    }

    [Fact]
    public async Task Without_a_proof_the_injection_is_void_and_reverted()
    {
        var injection = new ScriptedInjection { OnProve = _ => Task.FromResult<string?>(null) };
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct);

        Bench.Report(seconds: 20, badUntil: 0);
        var result = await running;

        Assert.Equal("nothing showed that the fault took effect", result.Void);
        Assert.Null(result.RecoveryTime);
        Assert.Equal(1, injection.Reverts);
        Assert.Equal("undone", result.Reverted);
    }

    [Fact]
    public async Task A_refused_injection_is_void_and_reverted()
    {
        var injection = new ScriptedInjection
        {
            OnInject = _ => throw new InjectionRefusedException("the budget says no"),
        };
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct);

        Bench.Report(seconds: 20, badUntil: 0);
        var result = await running;

        Assert.Equal("the budget says no", result.Void);
        Assert.Null(result.Proof);
        Assert.Equal(1, injection.Reverts);
        Assert.Equal((1, 1), (Bench.Record.CleanUp.Injected, Bench.Record.CleanUp.Reverted));
    }

    [Fact]
    public async Task Cancelled_while_it_is_injected_it_is_reverted_and_reported_void()
    {
        var injecting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancel = new CancellationTokenSource();
        var injection = new ScriptedInjection
        {
            OnInject = ct =>
            {
                injecting.SetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, ct);
            },
        };
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), cancel.Token);

        await injecting.Task.WaitAsync(Ct);
        await cancel.CancelAsync();
        var result = await running;

        Assert.Equal("the run ended while the fault was injected", result.Void);
        Assert.Equal("undone", result.Reverted);
        Assert.True(Bench.Record.CleanUp.IsClean);
        Assert.Equal(JournalState.Reverted, Assert.Single(Bench.Journal.Document.Entries).State);
    }

    [Fact]
    public async Task Cancelled_while_the_recovery_is_awaited_it_is_reverted_and_reported_with_its_proof()
    {
        using var cancel = new CancellationTokenSource();
        var running = Bench.RunAsync(
            new ScriptedInjection { OnInject = _ => Bench.KillAsync("model-1") },
            Bench.AimAt("model-1"),
            cancel.Token
        );
        await Bench.Watch.WaitAsync(s => s.Serving.Count() == 2, TimeSpan.FromHours(1), Ct);
        Bench.Report(seconds: 1, badUntil: 1);

        await cancel.CancelAsync();
        var result = await running;

        Assert.Equal("the run ended before the target had settled", result.Void);
        Assert.Equal(("seen", "undone"), (result.Proof, result.Reverted));
        Assert.True(result.OutageCensored);
    }

    [Fact]
    public async Task An_error_of_the_cluster_in_the_middle_is_thrown_after_the_revert()
    {
        var injection = new ScriptedInjection { OnInject = _ => throw new HttpRequestException("Connection reset") };

        await Assert.ThrowsAsync<HttpRequestException>(() => Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct));

        Assert.Equal(1, injection.Reverts);
        Assert.True(Bench.Record.CleanUp.IsClean);
    }

    [Fact]
    public async Task A_revert_that_fails_ends_the_run_and_leaves_the_entry_open()
    {
        var injection = new ScriptedInjection
        {
            OnProve = _ => Task.FromResult<string?>(null),
            OnRevert = _ => throw new GateException("still there"),
        };

        var error = await Assert.ThrowsAsync<GateException>(() =>
            Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct)
        );

        Assert.Contains("still there", error.Message, StringComparison.Ordinal);
        Assert.False(Bench.Record.CleanUp.IsClean);
        Assert.Equal(JournalState.Intended, Assert.Single(Bench.Journal.Document.Entries).State);
    }

    [Fact]
    public async Task A_refused_injection_that_left_nothing_is_not_counted()
    {
        var injection = new ScriptedInjection
        {
            OnInject = _ => throw new InjectionRefusedException("the pod had gone"),
            On = [],
        };
        var running = Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct);

        Bench.Report(seconds: 20, badUntil: 0);
        await running;

        Assert.True(Bench.Record.CleanUp is { Injected: 0, Reverted: 0, IsClean: true });
    }

    [Fact]
    public async Task Cancelled_while_the_fault_is_on_it_is_reverted_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var injection = new ScriptedInjection
        {
            Hold = TimeSpan.FromMinutes(10),
            OnInject = _ => Bench.KillAsync("model-1"),
            OnProve = async _ =>
            {
                await cancel.CancelAsync();
                return "seen";
            },
        };

        var result = await Bench.RunAsync(injection, Bench.AimAt("model-1"), cancel.Token);

        Assert.Equal(("seen", "undone"), (result.Proof, result.Reverted));
        Assert.False(result.IsValid);
    }

    [Fact]
    public async Task A_journal_that_a_rollback_has_deleted_since_the_intent_keeps_the_injection_from_happening()
    {
        using var faults = new ApiFaults();
        await using var bench = await InjectionBench.CreateAsync(cluster, faults);
        var injection = new ScriptedInjection { OnInject = _ => throw new InvalidOperationException("injected") };
        // The gate is paused after its intent is written; a rollback comes and goes.
        faults.Before(
            HttpMethod.Get,
            "/configmaps/",
            () =>
                cluster.Objects.ConfigMaps.Delete(
                    Assert.IsType<k8s.Models.V1ConfigMap>(
                        cluster.Objects.ConfigMaps.Find(bench.Target.Namespace, bench.Journal.Name)
                    )
                )
        );

        var error = await Assert.ThrowsAsync<GateException>(() =>
            bench.RunAsync(injection, bench.AimAt("model-1"), Ct)
        );

        Assert.Contains("was deleted, by a rollback of this run or by hand", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, bench.Record.CleanUp.Injected);
    }

    [Fact]
    public async Task A_lease_that_has_lapsed_keeps_the_injection_from_happening()
    {
        var injection = new ScriptedInjection { OnInject = _ => throw new InvalidOperationException("injected") };
        Bench.HoldsTarget = false;

        var error = await Assert.ThrowsAsync<GateException>(() =>
            Bench.RunAsync(injection, Bench.AimAt("model-1"), Ct)
        );

        Assert.Contains("has lapsed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_intent_that_has_become_old_is_void_and_is_not_acted_on()
    {
        using var faults = new ApiFaults();
        await using var bench = await InjectionBench.CreateAsync(cluster, faults);
        var injection = new ScriptedInjection
        {
            OnInject = _ => throw new InvalidOperationException("injected"),
            OnRevert = _ => Task.FromResult<string?>(null),
        };
        faults.Before(
            HttpMethod.Put,
            "/configmaps/",
            () => bench.Time.Advance(InjectionFence.Fresh + TimeSpan.FromSeconds(1))
        );
        var running = bench.RunAsync(injection, bench.AimAt("model-1"), Ct);

        bench.Report(seconds: 30, badUntil: 0);
        var result = await running;

        Assert.StartsWith("it took 6 s to write it down", result.Void, StringComparison.Ordinal);
        Assert.Equal(JournalState.Reverted, Assert.Single(bench.Journal.Document.Entries).State);
        Assert.Equal(0, bench.Record.CleanUp.Injected);
    }
}
