using ResilienceGate.Agents;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Journals;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Faults;
using ResilienceGate.Tests.Journals;
using ResilienceGate.Tests.ProbeSessions;

namespace ResilienceGate.Tests.Experiments;

/// <summary>One injection into a target of three pods; the test plays the cluster, the probe and the clock.</summary>
public sealed class InjectionRunnerTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IAsyncLifetime
{
    private static readonly ClockOffset InStep = new(TimeSpan.Zero, TimeSpan.Zero);

    private readonly SteppedClock _time = new();
    private readonly ProbeLog _log = new();
    private readonly RunRecord _record = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 3);
    private RunClock? _clock;
    private TargetWatch? _watch;
    private Journal? _journal;
    private DateTimeOffset _reported;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunClock Clock => _clock ?? throw new InvalidOperationException();

    private TargetWatch Watch => _watch ?? throw new InvalidOperationException();

    private Journal Journal => _journal ?? throw new InvalidOperationException();

    public async ValueTask InitializeAsync()
    {
        _clock = new RunClock(_time);
        _reported = _clock.Now;
        _watch = await _target.WatchAsync(_clock, Ct);
        _journal = await Journal.OpenAsync(
            cluster.Client,
            _target.Namespace,
            Documents.Of("r1", _target.Namespace),
            Ct
        );
    }

    public ValueTask DisposeAsync() => Watch.DisposeAsync();

    [Fact]
    public async Task A_valid_injection_is_measured_and_its_phases_add_up_to_the_recovery_time()
    {
        var aim = AimAt("model-1");
        var injection = new ScriptedInjection { OnInject = _ => KillAsync("model-1") };
        var running = RunAsync(injection, aim, Ct);

        await ReplacedAsync("model-1", "model-4");
        Answer("model-4");
        Report(seconds: 20, badUntil: 3);
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
        Assert.Equal(JournalState.Reverted, Assert.Single(Journal.Document.Entries).State);
        Assert.True(_record.CleanUp is { Injected: 1, Reverted: 1, IsClean: true });
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
                        .Single((await Journal.FindAsync(cluster.Client, _target.Namespace, ct)).Readable)
                        .Document.Entries
                ),
            OnProve = _ => Task.FromResult<string?>(null),
        };
        var running = RunAsync(injection, AimAt("model-2"), Ct);
        Report(seconds: 20, badUntil: 0);
        await running;

        Assert.Equal(JournalState.Intended, written?.State);
        Assert.Equal(["model-2"], written?.Pods);
    }

    [Fact]
    public async Task A_closed_journal_keeps_the_injection_from_happening()
    {
        await Assert.Single((await Journal.FindAsync(cluster.Client, _target.Namespace, Ct)).Readable).CloseAsync(Ct);
        var injected = false;
        var injection = new ScriptedInjection
        {
            OnInject = _ =>
            {
                injected = true;
                return Task.CompletedTask;
            },
        };

        await Assert.ThrowsAsync<GateException>(() => RunAsync(injection, AimAt("model-1"), Ct));

        Assert.False(injected);
        Assert.Equal(0, _record.CleanUp.Injected);
    }

    [Fact]
    public async Task Without_a_proof_the_injection_is_void_and_reverted()
    {
        var injection = new ScriptedInjection { OnProve = _ => Task.FromResult<string?>(null) };
        var running = RunAsync(injection, AimAt("model-1"), Ct);

        Report(seconds: 20, badUntil: 0);
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
        var running = RunAsync(injection, AimAt("model-1"), Ct);

        Report(seconds: 20, badUntil: 0);
        var result = await running;

        Assert.Equal("the budget says no", result.Void);
        Assert.Null(result.Proof);
        Assert.Equal(1, injection.Reverts);
        Assert.Equal(1, _record.CleanUp.Reverted);
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
        var running = RunAsync(injection, AimAt("model-1"), cancel.Token);

        await injecting.Task.WaitAsync(Ct);
        await cancel.CancelAsync();
        var result = await running;

        Assert.Equal("the run ended while the fault was on", result.Void);
        Assert.Equal("undone", result.Reverted);
        Assert.True(_record.CleanUp.IsClean);
        Assert.Equal(JournalState.Reverted, Assert.Single(Journal.Document.Entries).State);
    }

    [Fact]
    public async Task Cancelled_while_the_recovery_is_awaited_it_is_reverted_and_reported_with_its_proof()
    {
        using var cancel = new CancellationTokenSource();
        var running = RunAsync(
            new ScriptedInjection { OnInject = _ => KillAsync("model-1") },
            AimAt("model-1"),
            cancel.Token
        );
        await Watch.WaitAsync(s => s.Serving.Count() == 2, TimeSpan.FromHours(1), Ct);
        Report(seconds: 1, badUntil: 1);

        await cancel.CancelAsync();
        var result = await running;

        Assert.Equal("the run ended while the fault was on", result.Void);
        Assert.Equal(("seen", "undone"), (result.Proof, result.Reverted));
        Assert.True(result.OutageCensored);
    }

    [Fact]
    public async Task An_error_of_the_cluster_in_the_middle_is_thrown_after_the_revert()
    {
        var injection = new ScriptedInjection { OnInject = _ => throw new HttpRequestException("Connection reset") };

        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(injection, AimAt("model-1"), Ct));

        Assert.Equal(1, injection.Reverts);
        Assert.True(_record.CleanUp.IsClean);
    }

    [Fact]
    public async Task A_revert_that_fails_ends_the_run_and_leaves_the_entry_open()
    {
        var injection = new ScriptedInjection
        {
            OnProve = _ => Task.FromResult<string?>(null),
            OnRevert = _ => throw new GateException("still there"),
        };

        var error = await Assert.ThrowsAsync<GateException>(() => RunAsync(injection, AimAt("model-1"), Ct));

        Assert.Contains("still there", error.Message, StringComparison.Ordinal);
        Assert.False(_record.CleanUp.IsClean);
        Assert.Equal(JournalState.Intended, Assert.Single(Journal.Document.Entries).State);
    }

    [Fact]
    public async Task A_target_that_never_recovers_has_no_recovery_time()
    {
        var running = RunAsync(new ScriptedInjection { OnInject = _ => KillAsync("model-1") }, AimAt("model-1"), Ct);

        await Watch.WaitAsync(s => s.Serving.Count() == 2, TimeSpan.FromHours(1), Ct);
        // First for the recovery, then for a target that is settled, then for the window to be known.
        await _time.EndWaitAsync(Drills.RecoverWithin, Ct);
        await _time.EndWaitAsync(Drills.RecoverWithin, Ct);
        Report(seconds: 1, badUntil: 1);
        await _time.EndWaitAsync(Drills.Observe, Ct);
        var result = await running;

        Assert.True(result.IsValid);
        Assert.Null(result.RecoveryTime);
        Assert.Empty(result.Phases);
        Assert.Equal(Drills.RecoverWithin, result.Watched);
        Assert.True(result.OutageCensored);
    }

    [Fact]
    public async Task A_fault_with_a_duration_stays_on_for_all_of_it()
    {
        var held = TimeSpan.FromSeconds(30);
        var reverted = Clock.Now;
        var injection = new ScriptedInjection
        {
            Hold = held,
            OnInject = _ => KillAsync("model-1"),
            OnRevert = _ =>
            {
                reverted = Clock.Now;
                return Task.FromResult<string?>("undone");
            },
        };
        var at = Clock.Now;
        var running = RunAsync(injection, AimAt("model-1"), Ct);

        await ReplacedAsync("model-1", "model-4");
        Answer("model-4");
        await _time.EndWaitAsync(held - TimeSpan.FromSeconds(3), Ct);
        Report(seconds: 60, badUntil: 0);
        var result = await running;

        Assert.Equal(held, reverted - at);
        Assert.Equal(TimeSpan.FromSeconds(3), result.RecoveryTime);
    }

    private Task<Injection> RunAsync(IInjection injection, Aim aim, CancellationToken ct) =>
        new InjectionRunner(Journal, new Reverter(Journal, _record, _time), Watch, _log, _record, Clock).RunAsync(
            Drills.Kill(),
            number: 1,
            aim,
            injection,
            ct
        );

    private Aim AimAt(string pod) => Aim.At([Watch.State.Serving.Single(p => p.Name == pod)]);

    private async Task KillAsync(string pod)
    {
        _target.TakeOutOfEndpoints(pod);
        cluster.Objects.Pods.Delete(Assert.IsType<k8s.Models.V1Pod>(_target.Find(pod)));
        await Watch.WaitAsync(
            s => s.Pods.Values.Any(p => p.Name == pod && p.DeletionMarked is not null),
            TimeSpan.FromHours(1),
            Ct
        );
    }

    /// <summary>The replacement is made after a second, and has loaded its model after two more.</summary>
    private async Task ReplacedAsync(string victim, string replacement)
    {
        await SeenAsync(victim, p => p.DeletionMarked is not null);
        _time.Advance(TimeSpan.FromSeconds(1));
        _target.AddPod(replacement);
        _target.Report(replacement, "PodScheduled", "PodReadyToStartContainers", "Initialized");
        await SeenAsync(replacement, p => p.Running is not null);
        _time.Advance(TimeSpan.FromSeconds(2));
        _target.MakeReady(replacement);
        await SeenAsync(replacement, p => p.IsServing && p.Ready is not null);
        _target.Finish(victim);
        await SeenAsync(victim, p => p.Gone is not null);
    }

    private void Answer(string pod) =>
        _log.Add(
            new ProbeRecord.FirstAnswer(Watch.State.Pods.Values.Single(p => p.Name == pod).Uid, Clock.Now)
            {
                Number = 1,
                At = Clock.Now,
            },
            InStep
        );

    /// <summary>The probe reports seconds since the start of the test.</summary>
    private void Report(int seconds, int badUntil)
    {
        for (var i = 0; i < seconds; i++, _reported += TimeSpan.FromSeconds(1))
            _log.Add(Seconds.Of(_reported, good: i >= badUntil), InStep);
    }

    private Task<TargetState?> SeenAsync(string pod, Func<PodTimes, bool> until) =>
        Watch
            .WaitAsync(s => s.Pods.Values.Any(p => p.Name == pod && until(p)), TimeSpan.FromHours(1), Ct)
            .WaitAsync(TimeSpan.FromMinutes(1), Ct);
}
