using ResilienceGate.Agents;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
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
internal sealed class InjectionBench : IAsyncDisposable
{
    private static readonly ClockOffset InStep = new(TimeSpan.Zero, TimeSpan.Zero);

    private readonly ApiCluster _cluster;
    private readonly ProbeLog _log = new();
    private DateTimeOffset _reported;

    private InjectionBench(
        ApiCluster cluster,
        SteppedClock time,
        RunClock clock,
        TestTarget target,
        TargetWatch watch,
        Journal journal
    )
    {
        _cluster = cluster;
        _reported = clock.Now;
        Time = time;
        Clock = clock;
        Target = target;
        Watch = watch;
        Journal = journal;
    }

    public SteppedClock Time { get; }

    public RunClock Clock { get; }

    public TestTarget Target { get; }

    public TargetWatch Watch { get; }

    public Journal Journal { get; }

    public RunRecord Record { get; } = new();

    public bool HoldsTarget { get; set; } = true;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="faults">Between the journal and the API.</param>
    public static async Task<InjectionBench> CreateAsync(ApiCluster cluster, ApiFaults? faults = null)
    {
        var target = TestTarget.Create(cluster, 3);
        var time = new SteppedClock();
        var clock = new RunClock(time);
        return new InjectionBench(
            cluster,
            time,
            clock,
            target,
            await target.WatchAsync(clock, Ct),
            await Journal.OpenAsync(
                faults is null ? cluster.Client : cluster.Connect(faults),
                target.Namespace,
                Documents.Of("r1", target.Namespace),
                Ct
            )
        );
    }

    public ValueTask DisposeAsync() => Watch.DisposeAsync();

    public Task<Injection> RunAsync(IInjection injection, Aim aim, CancellationToken ct, Fault? fault = null) =>
        new InjectionRunner(
            new InjectionFence(Journal, () => HoldsTarget, Time),
            // A test that moves its clock on must not have a revert under way time out.
            new Reverter(Journal, Record, TimeProvider.System),
            Watch,
            _log,
            Record,
            Clock
        ).RunAsync(fault is null ? Drills.Kill() : Drills.Of(fault), number: 1, aim, injection, ct);

    public Aim AimAt(string pod) => Aim.At([Watch.State.Serving.Single(p => p.Name == pod)]);

    public async Task KillAsync(string pod)
    {
        Target.TakeOutOfEndpoints(pod);
        _cluster.Objects.Pods.Delete(Assert.IsType<k8s.Models.V1Pod>(Target.Find(pod)));
        await Watch.WaitAsync(
            s => s.Pods.Values.Any(p => p.Name == pod && p.DeletionMarked is not null),
            TimeSpan.FromHours(1),
            Ct
        );
    }

    /// <summary>The replacement is made after a second, and has loaded its model after two more.</summary>
    public async Task ReplacedAsync(string victim, string replacement)
    {
        await SeenAsync(victim, p => p.DeletionMarked is not null);
        Time.Advance(TimeSpan.FromSeconds(1));
        Target.AddPod(replacement);
        Target.Report(replacement, "PodScheduled", "PodReadyToStartContainers", "Initialized");
        await SeenAsync(replacement, p => p.Running is not null);
        Time.Advance(TimeSpan.FromSeconds(2));
        Target.MakeReady(replacement);
        await SeenAsync(replacement, p => p.IsServing && p.Ready is not null);
        Target.Finish(victim);
        await SeenAsync(victim, p => p.Gone is not null);
    }

    public void Answer(string pod) =>
        _log.Add(
            new ProbeRecord.FirstAnswer(Watch.State.Pods.Values.Single(p => p.Name == pod).Uid, Clock.Now)
            {
                Number = 1,
                At = Clock.Now,
            },
            InStep
        );

    /// <summary>The probe reports seconds since the start of the test.</summary>
    public void Report(int seconds, int badUntil)
    {
        for (var i = 0; i < seconds; i++, _reported += TimeSpan.FromSeconds(1))
            _log.Add(Seconds.Of(_reported, good: i >= badUntil), InStep);
    }

    private Task<TargetState?> SeenAsync(string pod, Func<PodTimes, bool> until) =>
        Watch
            .WaitAsync(s => s.Pods.Values.Any(p => p.Name == pod && until(p)), TimeSpan.FromHours(1), Ct)
            .WaitAsync(TimeSpan.FromMinutes(1), Ct);
}
