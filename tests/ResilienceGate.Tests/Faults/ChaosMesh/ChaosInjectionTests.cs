using System.Net;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

public sealed class ChaosInjectionTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IAsyncLifetime
{
    private readonly LeapingClock _time = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 3);
    private TargetWatch? _watch;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await ChaosCrds.InstallAsync(cluster.Client, Ct);
        _watch = await TargetWatch.StartAsync(
            cluster.Client,
            _target.Target,
            new RunClock(_time),
            NullLogger.Instance,
            Ct
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
            await _watch.DisposeAsync();
    }

    [Fact]
    public async Task An_object_is_proved_by_its_records_and_gone_when_they_are_recovered()
    {
        var injection = await PrepareAsync(Chaos.Network());

        await injection.InjectAsync(Ct);
        var proof = await injection.ProveAsync(Ct);
        var gone = await RevertAsync(injection);

        Assert.Matches($"^NetworkChaos .* injected into {_target.Namespace}/model-[123]$", proof);
        Assert.EndsWith("is recovered and gone", gone, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(20), injection.Hold);
        Assert.Empty(await ObjectsAsync());
    }

    [Fact]
    public async Task The_object_is_ours_names_its_pods_and_ends_by_itself()
    {
        var injection = await PrepareAsync(Chaos.Network());

        await injection.InjectAsync(Ct);

        var made = Assert.Single(await ObjectsAsync());
        Assert.Equal("r1", made.Run);
        Assert.Equal("all", made.Spec["mode"]?.ToString());
        Assert.Equal("35s", made.Spec["duration"]?.ToString());
        Assert.Single(made.Spec["selector"]?["pods"]?[_target.Namespace]?.AsArray() ?? []);
        Assert.Null(made.Spec["selector"]?["labelSelectors"]);
    }

    [Fact]
    public async Task A_kill_is_over_at_once_and_proved_by_the_pods_that_go()
    {
        var injection = await PrepareAsync(new Fault.PodKill(TimeSpan.FromSeconds(7)), new Mode.Fixed(1));

        await injection.InjectAsync(Ct);
        var proof = await injection.ProveAsync(Ct);

        Assert.Contains("marked for deletion: model-", proof, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, injection.Hold);
        Assert.NotNull(await RevertAsync(injection));
        Assert.Empty(await ObjectsAsync());
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData(7, 7)]
    public async Task A_kill_says_its_grace_for_without_it_there_would_be_none(int? grace, int said)
    {
        var injection = await PrepareAsync(new Fault.PodKill(grace is { } g ? TimeSpan.FromSeconds(g) : null));

        await injection.InjectAsync(Ct);

        var made = Assert.Single(await ObjectsAsync(ChaosKind.Pod));
        Assert.Equal(said, made.Spec["gracePeriod"]?.GetValue<int>());
    }

    [Theory]
    [InlineData(ChaosTrap.SelectsNothing, "it selected nothing")]
    [InlineData(ChaosTrap.FailsToInject, "no such qdisc")]
    [InlineData(ChaosTrap.MissesOne, "did not inject")]
    internal async Task What_is_not_injected_is_void_says_why_and_is_taken_away(ChaosTrap trap, string why)
    {
        var injection = await PrepareAsync(
            Chaos.Network(),
            trap is ChaosTrap.MissesOne ? new Mode.Fixed(2) : null,
            trap: trap
        );

        await injection.InjectAsync(Ct);
        var refused = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.ProveAsync(Ct));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.NotNull(await RevertAsync(injection));
        Assert.Empty(await ObjectsAsync());
    }

    [Fact]
    public async Task An_object_that_cannot_be_recovered_is_let_go_by_force_and_what_may_remain_is_named()
    {
        var injection = await PrepareAsync(Chaos.Network(), trap: ChaosTrap.FailsToRecover);
        await injection.InjectAsync(Ct);
        await injection.ProveAsync(Ct);

        var error = await Assert.ThrowsAsync<GateException>(() => RevertAsync(injection));

        Assert.Contains("has gone without being recovered", error.Message, StringComparison.Ordinal);
        Assert.Contains($"may remain in {_target.Namespace}/model-", error.Message, StringComparison.Ordinal);
        Assert.Empty(await ObjectsAsync());
    }

    [Fact]
    public async Task An_object_whose_controller_is_dead_is_said_to_be_there_still()
    {
        var injection = await PrepareAsync(Chaos.Network(), trap: ChaosTrap.DiesInjected);
        await injection.InjectAsync(Ct);
        await injection.ProveAsync(Ct);

        var error = await Assert.ThrowsAsync<GateException>(() => RevertAsync(injection));

        Assert.Contains("is still there after 45 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("Is its controller running?", error.Message, StringComparison.Ordinal);
        Assert.Single(await ObjectsAsync(), o => o.IsForced);
    }

    [Fact]
    public async Task Nothing_that_was_created_is_nothing_to_revert()
    {
        var injection = await PrepareAsync(Chaos.Network());

        Assert.Null(await RevertAsync(injection));
    }

    [Fact]
    public async Task What_was_reverted_cannot_be_injected_any_more()
    {
        var injection = await PrepareAsync(Chaos.Network());
        await RevertAsync(injection);

        await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.Empty(await ObjectsAsync());
    }

    [Fact]
    public async Task A_revert_that_is_said_twice_is_no_error()
    {
        var injection = await PrepareAsync(Chaos.Network());
        await injection.InjectAsync(Ct);

        Assert.NotNull(await RevertAsync(injection));
        Assert.NotNull(await RevertAsync(injection));
    }

    [Fact]
    public async Task Cancelled_in_the_middle_a_creation_that_is_carried_out_is_reverted()
    {
        using var faults = new ApiFaults();
        using var cancel = new CancellationTokenSource();
        var injection = await PrepareAsync(Chaos.Network(), client: cluster.Connect(faults));
        faults.Before(HttpMethod.Post, "/networkchaos", cancel.Cancel);

        await injection.InjectAsync(cancel.Token);
        Assert.Single(await ObjectsAsync());

        Assert.NotNull(await RevertAsync(injection));
        Assert.Empty(await ObjectsAsync());
    }

    [Fact]
    public async Task Cancelled_in_the_middle_a_creation_that_hangs_is_given_up_and_the_revert_waits_for_that()
    {
        using var faults = new ApiFaults();
        using var cancel = new CancellationTokenSource();
        var injection = await PrepareAsync(Chaos.Network(), client: cluster.Connect(faults));
        var hangs = faults.Hang(HttpMethod.Post, "/networkchaos");

        var injecting = injection.InjectAsync(cancel.Token);
        await hangs.WaitAsync(Ct);
        var reverting = RevertAsync(injection);
        Assert.False(reverting.IsCompleted);
        await cancel.CancelAsync();
        _time.Advance(MutatingCalls.Grace);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => injecting);
        Assert.Null(await reverting);
    }

    [Fact]
    public async Task An_object_that_the_cluster_refuses_is_void()
    {
        using var faults = new ApiFaults();
        faults.Refuse(HttpMethod.Post, "/networkchaos", HttpStatusCode.Forbidden, "admission webhook denied");
        var injection = await PrepareAsync(Chaos.Network(), client: cluster.Connect(faults));

        var refused = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.EndsWith("admission webhook denied", refused.Message, StringComparison.Ordinal);
        Assert.Null(await RevertAsync(injection));
    }

    [Fact]
    public async Task An_object_that_somebody_deletes_before_it_takes_effect_is_void()
    {
        var injection = await PrepareAsync(Chaos.Network(), trap: ChaosTrap.FailsToInject);
        await injection.InjectAsync(Ct);
        await new ChaosApi(cluster.Client).DeleteAsync(Assert.Single(await ObjectsAsync()).Reference, Ct);

        var refused = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.ProveAsync(Ct));

        Assert.Contains("was deleted before it took effect", refused.Message, StringComparison.Ordinal);
    }

    private static Task<string?> RevertAsync(IInjection injection) => Assert.Single(injection.Undos).RunAsync(Ct);

    private async Task<IInjection> PrepareAsync(
        Fault fault,
        Mode? mode = null,
        ChaosTrap trap = ChaosTrap.None,
        IKubernetes? client = null
    )
    {
        var watch = _watch ?? throw new InvalidOperationException();
        var injector = new ChaosMeshInjector(
            client ?? cluster.ConnectThrough(new FakeChaosMesh(cluster.Client, trap)),
            "r1",
            _target.Target,
            watch,
            _time
        );
        var experiment = Chaos.Of(fault, mode);
        var aim = await injector.AimAsync(experiment, watch.State, new BlastRadius(3, 100), new Random(1), Ct);
        Assert.Null(aim.Refused);
        return injector.Prepare(experiment, aim);
    }

    private Task<IReadOnlyList<ChaosObject>> ObjectsAsync(ChaosKind? kind = null) =>
        new ChaosApi(cluster.Client).ListAsync(kind ?? ChaosKind.Network, _target.Namespace, Ct);
}
