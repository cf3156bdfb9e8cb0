using System.Net;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

/// <summary>Nodes belong to the whole cluster: each test has one of its own.</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private readonly LeapingClock _time = new();
    private readonly ApiCluster _cluster = new();
    private readonly ApiFaults _faults = new();
    private TargetWatch? _watch;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        foreach (var node in (string[])["n1", "n2", "n3"])
            _cluster.AddNode(node);
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
            await _watch.DisposeAsync();
        await _cluster.DisposeAsync();
        _faults.Dispose();
    }

    [Fact]
    public async Task A_drain_closes_the_node_evicts_the_targets_pods_alone_and_is_undone()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        target.AddPod("neighbour", "n1", app: "other");
        var injection = await PrepareAsync(target, "n1");

        await injection.InjectAsync(Ct);
        var proof = await injection.ProveAsync(Ct);

        Assert.StartsWith("n1 unschedulable; marked for deletion: model-1 (uid ", proof, StringComparison.Ordinal);
        Assert.Equal((true, "r1"), State("n1"));
        Assert.Equal((false, null), State("n2"));
        Assert.True(target.IsMarked("model-1"));
        Assert.False(target.IsMarked("model-2"));
        Assert.False(target.IsMarked("neighbour"));

        Assert.Equal("node n1 is schedulable again", await injection.RevertAsync(Ct));
        Assert.Equal((false, null), State("n1"));
        Assert.Null(await injection.RevertAsync(Ct));
    }

    [Fact]
    public async Task Nothing_injected_is_nothing_to_revert()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");

        Assert.Null(await injection.RevertAsync(Ct));
        Assert.DoesNotContain(_faults.Asked, a => a.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelled_between_cordon_and_eviction_the_node_is_opened()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        var evicting = _faults.Hang(HttpMethod.Post, "/eviction");
        using var cancel = new CancellationTokenSource();

        var injecting = injection.InjectAsync(cancel.Token);
        await evicting.WaitAsync(Ct);
        Assert.Equal((true, "r1"), State("n1"));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => injecting);

        Assert.Equal("node n1 is schedulable again", await injection.RevertAsync(Ct));
        Assert.Equal((false, null), State("n1"));
        Assert.False(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_budget_that_says_no_for_too_long_refuses_the_injection_and_the_node_is_opened()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        await target.ForbidEvictionsAsync(Ct);
        var injection = await PrepareAsync(target, "n1");
        var began = _time.GetUtcNow();

        var refusal = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.Contains("the eviction of model-1 was refused for 30 s", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("disruption budget", refusal.Message, StringComparison.Ordinal);
        Assert.True(_time.GetUtcNow() - began > TimeSpan.FromSeconds(30));
        Assert.NotNull(await injection.RevertAsync(Ct));
        Assert.Equal((false, null), State("n1"));
        Assert.False(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_budget_that_says_no_for_a_moment_delays_the_eviction_only()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        _faults.Refuse(HttpMethod.Post, "/eviction", HttpStatusCode.TooManyRequests, "budget", times: 3);

        await injection.InjectAsync(Ct);

        Assert.True(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_node_that_is_gone_is_nothing_to_revert()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        await injection.InjectAsync(Ct);

        _cluster.Objects.Nodes.Delete(Assert.IsType<V1Node>(_cluster.Objects.Nodes.Find(null, "n1")));

        Assert.Null(await injection.RevertAsync(Ct));
    }

    [Fact]
    public async Task A_node_that_somebody_else_closed_is_left_as_it_is()
    {
        var cordon = new Cordon(_cluster.Client);
        await cordon.CloseAsync("n1", "other", Ct);

        Assert.Null(await cordon.OpenAsync("n1", "r1", Ct));
        Assert.Equal((true, "other"), State("n1"));
    }

    [Fact]
    public async Task A_node_that_stays_closed_is_an_error_that_names_the_command()
    {
        var cordon = new Cordon(_cluster.Connect(_faults));
        await cordon.CloseAsync("n1", "r1", Ct);
        // Another controller closes it again, between the patch and the reading that proves it.
        _faults.Before(HttpMethod.Get, "/nodes/n1", () => { });
        _faults.Before(
            HttpMethod.Get,
            "/nodes/n1",
            () => _cluster.Objects.Nodes.Change(null, "n1", n => n.Spec.Unschedulable = true)
        );

        var error = await Assert.ThrowsAsync<GateException>(() => cordon.OpenAsync("n1", "r1", Ct));

        Assert.Contains("kubectl uncordon n1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_that_stay_as_they_were_prove_nothing()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1", new LeapingClock(TimeSpan.FromMinutes(1)));

        await new Cordon(_cluster.Client).CloseAsync("n1", "r1", Ct);

        Assert.Null(await injection.ProveAsync(Ct));
    }

    [Fact]
    public async Task Evicted_pods_on_an_open_node_prove_nothing()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        await injection.InjectAsync(Ct);

        await new Cordon(_cluster.Client).OpenAsync("n1", "r1", Ct);

        Assert.Null(await injection.ProveAsync(Ct));
    }

    [Fact]
    public async Task Only_schedulable_nodes_with_no_more_pods_than_allowed_are_aimed_at()
    {
        _cluster.AddNode("closed", unschedulable: true);
        // n1 and n2 carry two pods each, n3 and the closed node one.
        var target = TestTarget.Create(_cluster, 6, "n1", "n2", "n3", "n1", "n2", "closed");

        for (var seed = 0; seed < 10; seed++)
        {
            var aim = await AimAsync(target, new Mode.One(), percent: 17, seed);
            Assert.Equal(["n3"], aim.Nodes);
            Assert.Equal(["model-3"], aim.Pods.Select(p => p.Name));
        }
    }

    [Fact]
    public async Task The_same_seed_drains_the_same_node_and_another_seed_another_one()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");

        var chosen = new List<string>();
        for (var seed = 0; seed < 12; seed++)
        {
            var aim = await AimAsync(target, new Mode.One(), percent: 50, seed);
            Assert.Equal(aim.Nodes, (await AimAsync(target, new Mode.One(), percent: 50, seed)).Nodes);
            chosen.Add(Assert.Single(aim.Nodes));
        }

        Assert.Equal(["n1", "n2", "n3"], chosen.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("n1,n1,n1", 50, "every node carries too many of the target's pods")]
    [InlineData("n1,n1,n2", 30, "every node carries too many of the target's pods")]
    [InlineData("away,away,away", 50, "no schedulable node carries a serving pod of the target")]
    public async Task An_aim_that_cannot_be_taken_is_refused_in_words(string nodes, int percent, string why)
    {
        var target = TestTarget.Create(_cluster, 3, nodes.Split(','));

        var aim = await AimAsync(target, new Mode.One(), percent, seed: 1);

        Assert.StartsWith(why, aim.Refused, StringComparison.Ordinal);
        Assert.Empty(aim.Pods);
        Assert.Empty(aim.Nodes);
    }

    [Fact]
    public async Task Nodes_that_are_too_much_together_are_refused()
    {
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");

        var aim = await AimAsync(target, new Mode.All(), percent: 50, seed: 1);

        Assert.Contains("3 of 3 pods", aim.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_open_node_is_never_closed()
    {
        var cordon = new Cordon(_cluster.Client);
        await cordon.CloseAsync("n2", "other", Ct);
        await cordon.CloseAsync("n3", "other", Ct);
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");

        var aim = await AimAsync(target, new Mode.One(), percent: 100, seed: 1);

        Assert.Contains("no other schedulable node", aim.Refused, StringComparison.Ordinal);
    }

    private async Task<Aim> AimAsync(TestTarget target, Mode mode, int percent, int seed)
    {
        _watch ??= await target.WatchAsync(new RunClock(_time), Ct);
        return await new NodeDrainInjector(_cluster.Client, "r1", target.Target, _watch, _time).AimAsync(
            Drills.Drain(mode),
            _watch.State,
            new BlastRadius(target.Target.Replicas, percent),
            new Random(seed),
            Ct
        );
    }

    /// <summary>An injection at one node, whose requests can be made to fail.</summary>
    private async Task<IInjection> PrepareAsync(TestTarget target, string node, TimeProvider? time = null)
    {
        _watch = await target.WatchAsync(new RunClock(time ?? _time), Ct);
        var pods = _watch.State.Serving.Where(p => p.Node == node).ToList();
        return new NodeDrainInjector(_cluster.Connect(_faults), "r1", target.Target, _watch, _time).Prepare(
            new Fault.NodeDrain(TimeSpan.Zero),
            new Aim(pods, [node])
        );
    }

    private (bool Closed, string? By) State(string node)
    {
        var found = Assert.IsType<V1Node>(_cluster.Objects.Nodes.Find(null, node));
        return (found.Spec.Unschedulable is true, Cordon.RunOf(found));
    }
}
