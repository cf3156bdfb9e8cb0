using System.Net;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Journals;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Faults.Gremlin;

public sealed class GremlinInjectionTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IDisposable
{
    private static readonly Fault Latency = new Fault.Gremlin("latency -m 200 -p ^53", TimeSpan.FromSeconds(20));

    private readonly GremlinBench _bench = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 3);
    private Journal? _journal;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FakeGremlin Gremlin => _bench.Gremlin;

    private IReadOnlyList<string>? Noted => _journal?.Document.Attacks;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_attack_on_the_chosen_pod_is_proved_while_it_runs_and_over_when_it_is_halted()
    {
        var injection = await PrepareAsync(Latency);

        await injection.InjectAsync(Ct);
        Assert.Equal([FakeGremlin.Attack], Noted);
        var proof = await injection.ProveAsync(Ct);
        var gone = await RevertAsync(injection);

        Assert.Contains("(latency -l 35 -m 200 -p ^53) is Running on model-", proof, StringComparison.Ordinal);
        Assert.Equal($"Gremlin's attack {FakeGremlin.Attack} is over (UserHalted)", gone);
        Assert.Empty(Noted ?? []);
        Assert.Equal(TimeSpan.FromSeconds(20), injection.Hold);
        Assert.Equal(
            "c1",
            Assert
                .Single(Gremlin.Begun?["targetDefinition"]?["strategy"]?["k8sObjects"]?.AsArray() ?? [])
                ?["clusterId"]?.ToString()
        );
    }

    [Fact]
    public async Task An_attack_that_is_over_at_once_has_no_length_and_is_proved_by_its_success()
    {
        Gremlin.Goes("Pending", "Successful");
        var injection = await PrepareAsync(new Fault.Gremlin("shutdown -d 0 -r", TimeSpan.Zero));

        await injection.InjectAsync(Ct);

        Assert.Contains("(shutdown -d 0 -r) is Successful", await injection.ProveAsync(Ct), StringComparison.Ordinal);
        Assert.NotNull(await RevertAsync(injection));
        Assert.False(Gremlin.IsHalted);
    }

    [Theory]
    [InlineData("TargetNotFound", "ended as TargetNotFound before it was on")]
    [InlineData("Successful", "ended as Successful before it was on")]
    [InlineData("Daydreaming", "\"Daydreaming\", which this version does not know")]
    public async Task An_attack_that_did_not_come_on_is_void(string stage, string says)
    {
        Gremlin.Goes("Pending", stage);
        var injection = await PrepareAsync(Latency);

        await injection.InjectAsync(Ct);
        var refused = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.ProveAsync(Ct));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attack_that_waits_for_ever_is_void()
    {
        Gremlin.Goes("Pending");
        var injection = await PrepareAsync(Latency);

        await injection.InjectAsync(Ct);
        var refused = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.ProveAsync(Ct));

        Assert.Contains("is Pending and not on after 60 s", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HaltFailed", "ended as HaltFailed")]
    [InlineData("Running", "is not over 45 s after it was halted")]
    [InlineData("Daydreaming", "(stage \"Daydreaming\")")]
    public async Task An_attack_that_cannot_be_proved_to_be_over_is_an_error(string stage, string says)
    {
        var injection = await PrepareAsync(Latency);
        await injection.InjectAsync(Ct);
        await injection.ProveAsync(Ct);
        Gremlin.AfterHalt = [stage];

        var error = await Assert.ThrowsAsync<GateException>(() => RevertAsync(injection));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal([FakeGremlin.Attack], Noted);
    }

    [Fact]
    public async Task Nothing_that_was_begun_is_nothing_to_halt()
    {
        var injection = await PrepareAsync(Latency);

        Assert.Null(await RevertAsync(injection));
        await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));
        Assert.Null(Gremlin.Begun);
    }

    [Fact]
    public async Task An_attack_that_gremlin_refuses_is_nothing_to_halt()
    {
        var injection = await PrepareAsync(Latency);
        Gremlin.Next(HttpStatusCode.BadRequest, "no");

        await Assert.ThrowsAsync<GateException>(() => injection.InjectAsync(Ct));

        Assert.Null(await RevertAsync(injection));
    }

    [Fact]
    public async Task An_attack_whose_answer_is_lost_may_be_on_and_that_is_said()
    {
        var injection = await PrepareAsync(Latency);
        Gremlin.LoseNext();

        await Assert.ThrowsAsync<GremlinUnavailableException>(() => injection.InjectAsync(Ct));
        var error = await Assert.ThrowsAsync<GateException>(() => RevertAsync(injection));

        Assert.Contains("did not say whether it began an attack", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_before_it_runs_an_attack_is_halted_all_the_same()
    {
        using var cancel = new CancellationTokenSource();
        Gremlin.Goes("Pending");
        var injection = await PrepareAsync(Latency);
        await injection.InjectAsync(cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => injection.ProveAsync(cancel.Token));

        Assert.NotNull(await RevertAsync(injection));
        Assert.True(Gremlin.IsHalted);
    }

    [Fact]
    public async Task A_rollback_halts_what_a_killed_gate_has_begun()
    {
        var injection = await PrepareAsync(Latency);
        await injection.InjectAsync(Ct);
        var said = new List<string>();

        var result = await new Rollback(cluster.Client, _bench.Time, said.Add) { Gremlin = _bench.Api }.RunAsync(
            new RollbackScope(_target.Namespace, Run: null, IsForced: false),
            Ct
        );

        Assert.Equal(1, result.Runs);
        Assert.True(Gremlin.IsHalted);
        Assert.Contains($"run r1: Gremlin's attack {FakeGremlin.Attack} is over (UserHalted)", said);
    }

    [Fact]
    public async Task A_pod_that_gremlin_does_not_list_is_no_victim()
    {
        var (_, aim) = await AimAsync(Latency, isListed: false);

        Assert.Contains(
            "does not list the pod model-",
            Assert.IsType<Refusal.ByChance>(aim.Refused).Why,
            StringComparison.Ordinal
        );
    }

    private static Task<string?> RevertAsync(IInjection injection) => Assert.Single(injection.Undos).RunAsync(Ct);

    private async Task<IInjection> PrepareAsync(Fault fault)
    {
        var (injector, aim) = await AimAsync(fault, isListed: true);
        Assert.Null(aim.Refused);
        return injector.Prepare(Of(fault), aim);
    }

    private async Task<(GremlinInjector Injector, Aim Aim)> AimAsync(Fault fault, bool isListed)
    {
        var ns = _target.Namespace;
        _journal = await Journal.OpenAsync(cluster.Client, ns, Documents.Of("r1", ns), Ct);
        await using var watch = await _target.WatchAsync(new RunClock(_bench.Time), Ct);
        foreach (var pod in watch.State.Serving.Where(_ => isListed))
            Gremlin.Pods[pod.Uid] = pod.Name;
        var injector = new GremlinInjector(_bench.Api, _journal, _target.Target, _bench.Time);
        return (injector, await injector.AimAsync(Of(fault), watch.State, new BlastRadius(3, 50), new Random(3), Ct));
    }

    private static Experiment Of(Fault fault) => Drills.Of(fault) with { Driver = Driver.Gremlin };
}
