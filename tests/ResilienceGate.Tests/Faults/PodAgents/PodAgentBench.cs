using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.PodAgents;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults.PodAgents;

/// <summary>One injection from inside <c>model-1</c>; the test plays its kubelet.</summary>
internal sealed class PodAgentBench : IAsyncDisposable
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    private readonly ApiCluster _cluster;
    private readonly ApiFaults _faults;

    private PodAgentBench(ApiCluster cluster, TestTarget target, TargetWatch watch, ApiFaults faults)
    {
        _cluster = cluster;
        _faults = faults;
        Target = target;
        Watch = watch;
        Kubelet = new AgentKubelet(cluster, target.Namespace);
        cluster.Kubelet = Kubelet;
    }

    public TestTarget Target { get; }

    public TargetWatch Watch { get; }

    public AgentKubelet Kubelet { get; }

    /// <summary>What the gate asks before it says begin.</summary>
    public Func<CancellationToken, Task> Confirm { get; set; } = _ => Task.CompletedTask;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PodAgentBench> CreateAsync(ApiCluster cluster, ApiFaults? faults = null)
    {
        var target = TestTarget.Create(cluster, 1);
        var watch = await target.WatchAsync(new RunClock(TimeProvider.System), Ct);
        return new PodAgentBench(cluster, target, watch, faults ?? new ApiFaults());
    }

    public async ValueTask DisposeAsync()
    {
        Kubelet.Dispose();
        await Watch.DisposeAsync();
    }

    public PodAgentInjector Injector() =>
        new(_cluster.Connect(_faults), "r1", Target.Target, "agent:1", Watch, ct => Confirm(ct), TimeProvider.System);

    public Task<Aim> AimAsync(Fault? fault = null) =>
        Injector()
            .AimAsync(
                Drills.Of(fault ?? new Fault.CpuStress(0.8, 1, Duration)),
                Watch.State,
                new BlastRadius(1, 100),
                new Random(1),
                Ct
            );

    public async Task<IInjection> PrepareAsync()
    {
        var aim = await AimAsync();
        return Injector().Prepare(Drills.Of(new Fault.CpuStress(0.8, 1, Duration)), aim);
    }

    public static Task<string?> UndoAsync(IInjection injection) => Assert.Single(injection.Undos).RunAsync(Ct);
}
