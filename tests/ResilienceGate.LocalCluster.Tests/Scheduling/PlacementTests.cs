using k8s.Models;
using ResilienceGate.LocalCluster.Scheduling;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Scheduling;

/// <summary>What draws pods to nodes, keeps them apart, or holds them back.</summary>
public sealed class PlacementTests : IAsyncDisposable
{
    private const string Zone = "topology.kubernetes.io/zone";

    private readonly TestCluster _cluster = new();

    public PlacementTests() =>
        _cluster.Run(new Scheduler(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_preferred_node_is_taken_while_it_has_room()
    {
        AddNodes(2);
        _cluster.AddNode("gpu", node => node.Metadata.Labels["accelerator"] = "a100");
        _cluster.AddPod(
            "prefers",
            pod =>
                pod.Spec.Affinity = new V1Affinity
                {
                    NodeAffinity = new V1NodeAffinity
                    {
                        PreferredDuringSchedulingIgnoredDuringExecution =
                        [
                            new V1PreferredSchedulingTerm
                            {
                                Weight = 10,
                                Preference = new V1NodeSelectorTerm { MatchExpressions = [Exists("accelerator")] },
                            },
                        ],
                    },
                }
        );
        Assert.Equal("gpu", await NodeOf("prefers"));
    }

    [Fact]
    public async Task A_node_with_a_soft_taint_is_the_last_choice()
    {
        _cluster.AddNode(
            "node-1",
            node => node.Spec.Taints = [new V1Taint { Key = "spot", Effect = "PreferNoSchedule" }]
        );
        _cluster.AddNode("node-2");
        _cluster.AddPod("pod");
        Assert.Equal("node-2", await NodeOf("pod"));
    }

    [Fact]
    public async Task Pods_that_want_to_be_together_are_put_in_one_zone()
    {
        AddNode("a1", "a");
        AddNode("a2", "a");
        AddNode("b1", "b");
        _cluster.AddPod("leader", pod => KeepTogether(pod, Zone));
        var shared = (await NodeOf("leader"))[0];
        foreach (var name in (string[])["second", "third"])
        {
            _cluster.AddPod(name, pod => KeepTogether(pod, Zone));
            Assert.Equal(shared, (await NodeOf(name))[0]);
        }
    }

    [Fact]
    public async Task What_needs_the_company_of_another_waits_for_it()
    {
        AddNodes(2);
        _cluster.AddPod("follower", pod => pod.Spec.Affinity = Near("app", "leader"));
        Assert.Contains(
            "2 node(s) didn't match pod affinity rules",
            await Refusal("follower"),
            StringComparison.Ordinal
        );
        _cluster.AddPod("leader", pod => pod.Metadata.Labels = new Dictionary<string, string> { ["app"] = "leader" });
        Assert.Equal(await NodeOf("leader"), await NodeOf("follower"));
    }

    [Theory]
    [InlineData(1, "1 node(s) didn't match pod topology spread constraints")]
    [InlineData(2, "")]
    public async Task Pods_spread_over_the_zones_as_evenly_as_they_must(int maxSkew, string refused)
    {
        AddNode("a1", "a");
        AddNode("b1", "b", unschedulable: true);
        for (var i = 0; i < 2; i++)
            _cluster.AddPod($"pod-{i}", pod => Spread(pod, maxSkew));
        await NodeOf("pod-0");
        if (refused.Length is 0)
            Assert.Equal("a1", await NodeOf("pod-1"));
        else
            Assert.Contains(refused, await Refusal("pod-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_a_constraint_does_not_count_do_not_hold_it_up()
    {
        AddNode("a1", "a");
        _cluster.AddNode(
            "b1",
            node =>
            {
                node.Metadata.Labels[Zone] = "b";
                node.Spec.Taints = [new V1Taint { Key = "down", Effect = "NoSchedule" }];
            }
        );
        for (var i = 0; i < 2; i++)
        {
            _cluster.AddPod(
                $"pod-{i}",
                pod =>
                {
                    Spread(pod, maxSkew: 1);
                    pod.Spec.TopologySpreadConstraints[0].NodeTaintsPolicy = "Honor";
                }
            );
            Assert.Equal("a1", await NodeOf($"pod-{i}"));
        }
    }

    [Fact]
    public async Task Two_pods_cannot_have_one_port_of_a_node()
    {
        AddNodes(1);
        foreach (var name in (string[])["first", "second"])
            _cluster.AddPod(
                name,
                pod => pod.Spec.Containers[0].Ports = [new V1ContainerPort { ContainerPort = 80, HostPort = 80 }]
            );
        await NodeOf("first");
        Assert.Contains(
            "1 node(s) didn't have free ports for the requested pod ports",
            await Refusal("second"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_gated_pod_waits_until_its_gates_are_open()
    {
        AddNodes(1);
        _cluster.AddPod(
            "pod",
            pod => pod.Spec.SchedulingGates = [new V1PodSchedulingGate { Name = "example.com/ready" }]
        );
        var gated = await _cluster.Objects.Pods.UntilAsync("pod", pod => pod.Status.Conditions is { Count: > 0 });
        Assert.Equal("SchedulingGated", Assert.Single(gated.Status.Conditions).Reason);
        _cluster.Objects.Pods.Change(TestCluster.Namespace, "pod", pod => pod.Spec.SchedulingGates = null);
        Assert.Equal("node-1", await NodeOf("pod"));
    }

    [Fact]
    public async Task A_pod_waits_for_its_claims_to_be_bound()
    {
        AddNodes(1);
        _cluster.AddPod(
            "pod",
            pod =>
                pod.Spec.Volumes = [
                    new V1Volume
                    {
                        Name = "data",
                        PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" },
                    },
                ]
        );
        Assert.StartsWith(
            "0/1 nodes are available: persistentvolumeclaim \"data\" not found. no new claims to deallocate, preemption: "
                + "0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
            await Refusal("pod"),
            StringComparison.Ordinal
        );
    }

    private static void Spread(V1Pod pod, int maxSkew)
    {
        pod.Metadata.Labels = new Dictionary<string, string> { ["app"] = "web" };
        pod.Spec.TopologySpreadConstraints =
        [
            new V1TopologySpreadConstraint
            {
                MaxSkew = maxSkew,
                TopologyKey = Zone,
                WhenUnsatisfiable = "DoNotSchedule",
                LabelSelector = new V1LabelSelector { MatchLabels = pod.Metadata.Labels },
            },
        ];
    }

    private static void KeepTogether(V1Pod pod, string topologyKey)
    {
        pod.Metadata.Labels = new Dictionary<string, string> { ["app"] = "group" };
        pod.Spec.Affinity = Near("app", "group", topologyKey);
    }

    private static V1Affinity Near(string label, string value, string topologyKey = "kubernetes.io/hostname") =>
        new()
        {
            PodAffinity = new V1PodAffinity
            {
                RequiredDuringSchedulingIgnoredDuringExecution =
                [
                    new V1PodAffinityTerm
                    {
                        TopologyKey = topologyKey,
                        LabelSelector = new V1LabelSelector
                        {
                            MatchLabels = new Dictionary<string, string> { [label] = value },
                        },
                    },
                ],
            },
        };

    private static V1NodeSelectorRequirement Exists(string key) => new() { Key = key, OperatorProperty = "Exists" };

    private void AddNode(string name, string zone, bool unschedulable = false) =>
        _cluster.AddNode(
            name,
            node =>
            {
                node.Metadata.Labels[Zone] = zone;
                node.Spec.Unschedulable = unschedulable ? true : null;
            }
        );

    private void AddNodes(int count)
    {
        for (var number = 1; number <= count; number++)
            _cluster.AddNode($"node-{number}");
    }

    private async Task<string> NodeOf(string pod) =>
        (await _cluster.Objects.Pods.UntilAsync(pod, p => !string.IsNullOrEmpty(p.Spec.NodeName))).Spec.NodeName;

    private async Task<string> Refusal(string pod) =>
        (
            await _cluster.Objects.Events.FirstAsync(e =>
                e.Reason is "FailedScheduling" && e.InvolvedObject.Name == pod
            )
        ).Message;
}
