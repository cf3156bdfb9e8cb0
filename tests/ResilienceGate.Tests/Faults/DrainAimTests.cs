using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

/// <summary>Which nodes a drain aims at.</summary>
public sealed class DrainAimTests : DrainBench
{
    [Fact]
    public async Task Only_schedulable_nodes_with_no_more_pods_than_allowed_are_aimed_at()
    {
        Cluster.AddNode("closed", unschedulable: true);
        // n1 and n2 carry two pods each, n3 and the closed node one.
        var target = TestTarget.Create(Cluster, 6, "n1", "n2", "n3", "n1", "n2", "closed");

        for (var seed = 0; seed < 10; seed++)
        {
            var aim = await AimAsync(target, new Mode.One(), percent: 17, seed);
            Assert.Equal(["n3"], aim.Nodes.Select(n => n.Name));
            Assert.Equal(["model-3"], aim.Pods.Select(p => p.Name));
        }
    }

    [Fact]
    public async Task The_same_seed_drains_the_same_node_and_another_seed_another_one()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");

        var chosen = new List<string>();
        for (var seed = 0; seed < 12; seed++)
        {
            var aim = await AimAsync(target, new Mode.One(), percent: 50, seed);
            Assert.Equal(aim.Nodes, (await AimAsync(target, new Mode.One(), percent: 50, seed)).Nodes);
            chosen.Add(Assert.Single(aim.Nodes).Name);
        }

        Assert.Equal(["n1", "n2", "n3"], chosen.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("n1,n1,n1", 50, true, "every node carries too many of the target's pods")]
    [InlineData("n1,n1,n2", 30, false, "every node carries too many of the target's pods")]
    [InlineData("away,away,away", 50, true, "no schedulable node carries a serving pod of the target")]
    public async Task An_aim_that_cannot_be_taken_is_refused_in_words_and_by_chance_unless_no_pod_may_be_hit_at_all(
        string nodes,
        int percent,
        bool byChance,
        string why
    )
    {
        var target = TestTarget.Create(Cluster, 3, nodes.Split(','));

        var aim = await AimAsync(target, new Mode.One(), percent, seed: 1);

        Assert.StartsWith(why, aim.Refused?.Why, StringComparison.Ordinal);
        Assert.Equal(byChance, aim.Refused is Refusal.ByChance);
        Assert.Empty(aim.Pods);
        Assert.Empty(aim.Nodes);
    }

    [Fact]
    public async Task Nodes_that_are_too_much_together_are_refused()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");

        var aim = await AimAsync(target, new Mode.All(), percent: 50, seed: 1);

        Assert.Contains("3 of 3 pods", aim.Refused?.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_open_node_is_never_closed()
    {
        var cordon = new Cordon(Cluster.Client);
        await cordon.CloseAsync("n2", "other", Ct);
        await cordon.CloseAsync("n3", "other", Ct);
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");

        var aim = await AimAsync(target, new Mode.One(), percent: 100, seed: 1);

        Assert.StartsWith(
            "no other node is schedulable",
            Assert.IsType<Refusal.ByChance>(aim.Refused).Why,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Not_all_the_nodes_there_are_can_be_closed_at_the_same_time()
    {
        var target = TestTarget.Create(Cluster, 3, "n1", "n2", "n3");

        var aim = await AimAsync(target, new Mode.All(), percent: 100, seed: 1);

        Assert.StartsWith(
            "no other node is schedulable",
            Assert.IsType<Refusal.ByChance>(aim.Refused).Why,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("NotReady", false)]
    [InlineData("dedicated=gpu:NoSchedule", false)]
    [InlineData("dedicated=gpu:NoExecute", false)]
    [InlineData("dedicated=gpu:PreferNoSchedule", true)]
    public async Task A_node_that_takes_no_pod_of_the_target_is_no_room(string trouble, bool isRoom)
    {
        var target = TestTarget.Create(Cluster, 1, "n1");
        foreach (var name in (string[])["n2", "n3"])
            Trouble(name, trouble);

        var aim = await AimAsync(target, new Mode.One(), percent: 100, seed: 1);

        Assert.Equal(isRoom, aim.Refused is null);
    }

    [Theory]
    [InlineData("dedicated", "Equal", "gpu", "NoSchedule", true)]
    [InlineData("dedicated", null, "gpu", null, true)]
    [InlineData("dedicated", "Exists", null, null, true)]
    [InlineData(null, "Exists", null, "NoSchedule", true)]
    [InlineData("dedicated", "Equal", "cpu", "NoSchedule", false)]
    [InlineData("dedicated", "Exists", null, "NoExecute", false)]
    [InlineData("other", "Exists", null, null, false)]
    public void A_taint_that_the_pod_tolerates_leaves_room(
        string? key,
        string? op,
        string? value,
        string? effect,
        bool isRoom
    )
    {
        Trouble("n2", "dedicated=gpu:NoSchedule");
        var pod = new V1Pod
        {
            Spec = new V1PodSpec
            {
                Containers = [],
                Tolerations =
                [
                    new V1Toleration
                    {
                        Key = key,
                        OperatorProperty = op,
                        Value = value,
                        Effect = effect,
                    },
                ],
            },
        };

        Assert.Equal(isRoom, NodeRoom.Takes(Assert.IsType<V1Node>(Cluster.Objects.Nodes.Find(null, "n2")), pod));
    }

    [Fact]
    public async Task A_random_share_draws_every_number_of_nodes_up_to_its_most()
    {
        foreach (var node in (string[])["n4", "n5"])
            Cluster.AddNode(node);
        var target = TestTarget.Create(Cluster, 4, "n1", "n2", "n3", "n4");

        var counts = new HashSet<int>();
        for (var seed = 0; seed < 40; seed++)
            counts.Add((await AimAsync(target, new Mode.RandomMaxPercent(75), percent: 100, seed)).Nodes.Count);

        Assert.Equal([1, 2, 3], counts.Order());
    }

    private async Task<Aim> AimAsync(TestTarget target, Mode mode, int percent, int seed)
    {
        Watch ??= await target.WatchAsync(new RunClock(Time), Ct);
        return await new NodeDrainInjector(Cluster.Client, "r1", target.Target, Watch, Time).AimAsync(
            Drills.Drain(mode),
            Watch.State,
            new BlastRadius(target.Target.Replicas, percent),
            new Random(seed),
            Ct
        );
    }

    private void Trouble(string node, string trouble)
    {
        if (trouble is "NotReady")
            Cluster.Objects.Nodes.ChangeStatus(null, node, n => n.Status.Conditions[0].Status = "False");
        if (trouble.Split('=', ':') is [var key, var value, var effect])
            Cluster.Objects.Nodes.Change(
                null,
                node,
                n =>
                    n.Spec.Taints = [
                        new V1Taint
                        {
                            Key = key,
                            Value = value,
                            Effect = effect,
                        },
                    ]
            );
    }
}
