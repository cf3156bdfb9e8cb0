using System.Net;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

public sealed class DrainTests : DrainBench
{
    [Fact]
    public async Task A_drain_closes_the_node_evicts_the_targets_pods_alone_and_is_undone()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
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

        Assert.Equal("node n1 is schedulable again", await RevertAsync(injection));
        Assert.Equal((false, null), State("n1"));
        Assert.Equal("node n1 is schedulable again", await RevertAsync(injection));
    }

    [Fact]
    public async Task Nothing_injected_is_nothing_to_revert_and_can_no_more_be_injected_afterwards()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");

        Assert.Null(await RevertAsync(injection));
        Assert.Equal((false, null), State("n1"));
        Assert.DoesNotContain("resilience-gate.io/fenced-by", Find("n1").Metadata.Annotations?.Keys ?? []);

        // As a request that was on its way all the time, or a gate that was paused, would do.
        await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));
        Assert.Equal((false, null), State("n1"));
        Assert.False(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_node_that_a_person_closed_since_it_was_aimed_at_refuses_the_injection_and_stays_closed()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        Cluster.Objects.Nodes.Change(null, "n1", n => n.Spec.Unschedulable = true);

        var refusal = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.StartsWith("node n1 was changed by somebody else", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await RevertAsync(injection));
        Assert.Equal((true, null), State("n1"));
        Assert.False(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_cordon_that_commits_after_its_run_was_cancelled_is_undone()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        using var cancel = new CancellationTokenSource();
        Faults.Before(HttpMethod.Patch, "/nodes/n1", cancel.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => injection.InjectAsync(cancel.Token));

        Assert.Equal((true, "r1"), State("n1"));
        Assert.Equal("node n1 is schedulable again", await RevertAsync(injection));
        Assert.False(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_cordon_whose_first_answer_was_an_error_is_the_runs_own()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        Faults.Before(
            HttpMethod.Patch,
            "/nodes/n1",
            () =>
                Cluster.Objects.Nodes.Change(
                    null,
                    "n1",
                    n =>
                    {
                        n.Spec.Unschedulable = true;
                        n.SetAnnotation(Labels.CordonedBy, "r1");
                    }
                )
        );

        await injection.InjectAsync(Ct);

        Assert.NotNull(await injection.ProveAsync(Ct));
        Assert.NotNull(await RevertAsync(injection));
        Assert.Equal((false, null), State("n1"));
    }

    [Fact]
    public async Task A_node_that_lost_its_mark_and_stays_closed_is_not_reverted()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        await injection.InjectAsync(Ct);
        Cluster.Objects.Nodes.Change(null, "n1", n => n.Metadata.Annotations.Remove(Labels.CordonedBy));

        var error = await Assert.ThrowsAsync<GateException>(() => RevertAsync(injection));

        Assert.Contains("has lost the mark", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_between_cordon_and_eviction_the_node_is_opened()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        var evicting = Faults.Hang(HttpMethod.Post, "/eviction");
        using var cancel = new CancellationTokenSource();

        var injecting = injection.InjectAsync(cancel.Token);
        await evicting.WaitAsync(Ct);
        Assert.Equal((true, "r1"), State("n1"));
        await cancel.CancelAsync();
        Time.Advance(MutatingCalls.Grace);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => injecting);

        Assert.Equal("node n1 is schedulable again", await RevertAsync(injection));
        Assert.Equal((false, null), State("n1"));
        Assert.False(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_budget_that_says_no_for_too_long_refuses_the_injection_and_the_node_is_opened()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        await Cluster.ForbidEvictionsAsync(target, Ct);
        var injection = await PrepareAsync(target, "n1");
        var began = Time.GetUtcNow();

        var refusal = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.Contains(
            "the eviction of model-1 was refused for 50 s (recover-within)",
            refusal.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("disruption budget", refusal.Message, StringComparison.Ordinal);
        Assert.True(Time.GetUtcNow() - began > Drills.RecoverWithin);
        Assert.NotNull(await RevertAsync(injection));
        Assert.Equal((false, null), State("n1"));
        Assert.False(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_budget_that_says_no_for_a_moment_delays_the_eviction_only()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        Faults.Refuse(HttpMethod.Post, "/eviction", HttpStatusCode.TooManyRequests, "budget", times: 3);

        await injection.InjectAsync(Ct);

        Assert.True(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_node_that_is_gone_is_nothing_to_revert()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1");
        await injection.InjectAsync(Ct);

        Cluster.Objects.Nodes.Delete(Assert.IsType<V1Node>(Cluster.Objects.Nodes.Find(null, "n1")));

        Assert.Null(await RevertAsync(injection));
    }

    [Fact]
    public async Task Pods_that_stay_as_they_were_prove_nothing()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, "n1", new LeapingClock(TimeSpan.FromMinutes(1)));

        await new Cordon(Cluster.Client).CloseAsync("n1", "r1", Ct);

        Assert.Null(await injection.ProveAsync(Ct));
    }

    /// <summary>An injection at one node, whose requests can be made to fail.</summary>
    private async Task<IInjection> PrepareAsync(TestTarget target, string node, TimeProvider? time = null)
    {
        Watch = await target.WatchAsync(new RunClock(time ?? Time), Ct);
        var pods = Watch.State.Serving.Where(p => p.Node == node).ToList();
        return new NodeDrainInjector(Cluster.Connect(Faults), "r1", target.Target, Watch, Time).Prepare(
            Drills.Of(new Fault.NodeDrain(TimeSpan.FromSeconds(30))),
            new Aim(pods, [new AimedNode(node, Find(node).ResourceVersion())])
        );
    }

    private static async Task<string?> RevertAsync(IInjection injection) =>
        await Assert.Single(injection.Undos).RunAsync(Ct);

    private V1Node Find(string node) => Assert.IsType<V1Node>(Cluster.Objects.Nodes.Find(null, node));

    private (bool Closed, string? By) State(string node) =>
        (Find(node).Spec.Unschedulable is true, Cordon.RunOf(Find(node)));
}
