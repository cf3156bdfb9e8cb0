using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.NodeFailure;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

public sealed class NodeFailureTests : DrainBench
{
    [Fact]
    public async Task A_failed_node_takes_the_targets_pods_with_it_within_a_second_and_nobody_elses()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n1", "n2");
        target.AddPod("neighbour", "n1", app: "other");
        var injection = await PrepareAsync(target, NodeFailureVariant.Delete);

        await injection.InjectAsync(Ct);

        Assert.StartsWith(
            "n1 unschedulable; marked for deletion: ",
            await injection.ProveAsync(Ct),
            StringComparison.Ordinal
        );
        Assert.Equal(1, target.Find("model-1")?.Metadata.DeletionGracePeriodSeconds);
        Assert.True(target.IsMarked("model-2"));
        Assert.False(target.IsMarked("model-3"));
        Assert.False(target.IsMarked("neighbour"));
        Assert.Equal("node n1 is schedulable again", await RevertAsync(injection));
        Assert.Equal((false, false), State());
    }

    [Fact]
    public async Task A_budget_does_not_save_anybody_from_a_failed_node()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        await Cluster.ForbidEvictionsAsync(target, Ct);
        var injection = await PrepareAsync(target, NodeFailureVariant.Delete);

        await injection.InjectAsync(Ct);

        Assert.True(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_tainted_node_keeps_its_other_taints_and_is_rid_of_ours_alone()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var own = new V1Taint
        {
            Key = "dedicated",
            Value = "gpu",
            Effect = "NoSchedule",
        };
        Cluster.Objects.Nodes.Change(null, "n1", n => n.Spec.Taints = [own]);
        var injection = await PrepareAsync(target, NodeFailureVariant.Taint);

        await injection.InjectAsync(Ct);

        Assert.Equal((true, true), State());
        Assert.Equal(["dedicated", NodeTaint.Key], Node().Spec.Taints.Select(t => t.Key));
        Assert.Equal("node n1 is schedulable again", await RevertAsync(injection));
        Assert.Equal((false, false), State());
        Assert.Equal("dedicated", Assert.Single(Node().Spec.Taints).Key);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("NoSchedule", false)]
    [InlineData("NoExecute", true)]
    [InlineData("", true)]
    public async Task A_node_is_not_aimed_at_by_a_taint_when_a_pod_of_others_does_not_tolerate_it(
        string? tolerated,
        bool isAimedAt
    )
    {
        var target = TestTarget.Create(Cluster, 1, "n1");
        AddNeighbour(target, tolerated);

        var aim = await AimAsync(target, NodeFailureVariant.Taint);

        Assert.Equal(isAimedAt, aim.Refused is null);
        Assert.True(isAimedAt || aim.Refused is Refusal.ByChance);
        Assert.Null((await AimAsync(target, NodeFailureVariant.Delete)).Refused);
    }

    [Fact]
    public async Task A_neighbour_that_came_before_the_node_was_closed_refuses_the_taint_and_the_node_is_opened()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, NodeFailureVariant.Taint);
        AddNeighbour(target, tolerated: null);

        var refusal = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.Contains("neighbour, which a taint would evict too", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((true, false), State());
        Assert.NotNull(await RevertAsync(injection));
        Assert.Equal((false, false), State());
    }

    [Fact]
    public async Task Cancelled_in_the_middle_of_the_taint_cordon_and_taint_are_gone_together()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, NodeFailureVariant.Taint);
        using var cancel = new CancellationTokenSource();
        // The first patch closes the node, the second one taints it.
        Faults.Before(HttpMethod.Patch, "/nodes/n1", () => { });
        Faults.Before(HttpMethod.Patch, "/nodes/n1", cancel.Cancel);

        await injection.InjectAsync(cancel.Token);

        Assert.Equal((true, true), State());
        Assert.NotNull(await RevertAsync(injection));
        Assert.Equal((false, false), State());
    }

    [Fact]
    public async Task Nothing_injected_is_nothing_to_revert_and_a_late_taint_is_refused()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, NodeFailureVariant.Taint);

        Assert.Null(await RevertAsync(injection));

        await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));
        await Assert.ThrowsAsync<InjectionRefusedException>(() =>
            new NodeTaint(Cluster.Client).AddAsync("n1", "r1", Ct)
        );
        Assert.Equal((false, false), State());
    }

    [Fact]
    public async Task Other_writers_do_not_keep_a_taint_from_going()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, NodeFailureVariant.Taint);
        await injection.InjectAsync(Ct);
        Faults.Before(
            HttpMethod.Patch,
            "/nodes/n1",
            () => Cluster.Objects.Nodes.Change(null, "n1", n => n.SetAnnotation("seen", Guid.NewGuid().ToString())),
            times: 3
        );

        Assert.NotNull(await RevertAsync(injection));

        Assert.Equal((false, false), State());
    }

    [Fact]
    public async Task A_node_that_stays_closed_is_an_error_that_names_the_command()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");
        var injection = await PrepareAsync(target, NodeFailureVariant.Delete);
        await injection.InjectAsync(Ct);
        Faults.Before(HttpMethod.Get, "/nodes/n1", () => { });
        Faults.Before(
            HttpMethod.Get,
            "/nodes/n1",
            () => Cluster.Objects.Nodes.Change(null, "n1", n => n.Spec.Unschedulable = true)
        );

        var error = await Assert.ThrowsAsync<GateException>(() => RevertAsync(injection));

        Assert.Contains("kubectl uncordon n1", error.Message, StringComparison.Ordinal);
    }

    private void AddNeighbour(TestTarget target, string? tolerated)
    {
        var toleration = new V1Toleration { OperatorProperty = "Exists", Effect = tolerated is "" ? null : tolerated };
        Cluster.Objects.Pods.Create(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "neighbour", NamespaceProperty = target.Namespace },
                Spec = new V1PodSpec
                {
                    NodeName = "n1",
                    Containers = [new V1Container { Name = "c", Image = "c:1" }],
                    Tolerations = tolerated is null ? [] : [toleration],
                },
            }
        );
    }

    private async Task<NodeFailureInjector> InjectorAsync(TestTarget target)
    {
        Watch ??= await target.WatchAsync(new RunClock(Time), Ct);
        return new NodeFailureInjector(Cluster.Connect(Faults), "r1", target.Target, Watch, Time);
    }

    private async Task<Aim> AimAsync(TestTarget target, NodeFailureVariant variant)
    {
        var injector = await InjectorAsync(target);
        return await injector.AimAsync(
            Drills.Of(new Fault.NodeFailure(TimeSpan.FromSeconds(30), variant)),
            Watch?.State ?? throw new InvalidOperationException(),
            new BlastRadius(target.Target.Replicas, 100),
            new Random(1),
            Ct
        );
    }

    /// <summary>A failure of the first node, whose requests can be made to fail.</summary>
    private async Task<IInjection> PrepareAsync(TestTarget target, NodeFailureVariant variant)
    {
        var injector = await InjectorAsync(target);
        var pods = (Watch?.State.Serving ?? []).Where(p => p.Node == "n1").ToList();
        return injector.Prepare(
            Drills.Of(new Fault.NodeFailure(TimeSpan.FromSeconds(30), variant)),
            new Aim(pods, [new AimedNode("n1", Node().ResourceVersion())])
        );
    }

    private static async Task<string?> RevertAsync(IInjection injection) =>
        await Assert.Single(injection.Undos).RunAsync(Ct);

    private V1Node Node() => Assert.IsType<V1Node>(Cluster.Objects.Nodes.Find(null, "n1"));

    private (bool Closed, bool Tainted) State() => (Node().Spec.Unschedulable is true, NodeTaint.IsOn(Node()));
}
