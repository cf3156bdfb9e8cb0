using k8s.Models;
using ResilienceGate.LocalCluster.Scheduling;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Scheduling;

public sealed class SchedulerTests : IAsyncDisposable
{
    private readonly TestCluster _cluster = new();

    public SchedulerTests() =>
        _cluster.Run(new Scheduler(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Pods_of_one_owner_spread_over_the_nodes()
    {
        AddNodes(3);
        for (var i = 0; i < 6; i++)
        {
            _cluster.AddPod($"pod-{i}", pod => pod.Metadata.OwnerReferences = [Owner("set")]);
            await NodeOf($"pod-{i}");
        }

        var counts = _cluster.Objects.Pods.List(ns: null).CountBy(pod => pod.Spec.NodeName).Select(node => node.Value);
        Assert.Equal([2, 2, 2], counts);
    }

    [Fact]
    public async Task A_pod_goes_where_its_selector_and_affinity_say()
    {
        AddNodes(2);
        _cluster.AddNode("gpu", node => node.Metadata.Labels["accelerator"] = "a100");
        _cluster.AddPod(
            "selects",
            pod => pod.Spec.NodeSelector = new Dictionary<string, string> { ["accelerator"] = "a100" }
        );
        _cluster.AddPod("avoids", pod => pod.Spec.Affinity = NodeAffinity("accelerator", "DoesNotExist"));
        Assert.Equal("gpu", await NodeOf("selects"));
        Assert.NotEqual("gpu", await NodeOf("avoids"));
    }

    [Fact]
    public async Task A_tainted_or_cordoned_node_takes_only_what_tolerates_that()
    {
        _cluster.AddNode(
            "tainted",
            node =>
                node.Spec.Taints = [
                    new V1Taint
                    {
                        Key = "k",
                        Value = "v",
                        Effect = "NoSchedule",
                    },
                ]
        );
        _cluster.AddNode("cordoned", node => node.Spec.Unschedulable = true);
        _cluster.AddPod("plain");
        _cluster.AddPod(
            "tolerant",
            pod =>
                pod.Spec.Tolerations = [
                    new V1Toleration
                    {
                        Key = "k",
                        Value = "v",
                        OperatorProperty = "Equal",
                    },
                ]
        );
        Assert.Equal("tainted", await NodeOf("tolerant"));
        Assert.Equal(
            "0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. "
                + "no new claims to deallocate, preemption: 0/2 nodes are available: "
                + "2 Preemption is not helpful for scheduling.",
            await Refusal("plain")
        );
    }

    [Fact]
    public async Task A_pod_waits_for_resources_that_a_finished_pod_gives_back()
    {
        AddNodes(1);
        _cluster.AddPod("first", pod => Request(pod, "1500m"));
        await NodeOf("first");
        _cluster.AddPod("second", pod => Request(pod, "1"));
        Assert.Equal(
            "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: "
                + "0/1 nodes are available: 1 No preemption victims found for incoming pod.",
            await Refusal("second")
        );
        _cluster.Finish("first", "Succeeded");
        Assert.Equal("node-1", await NodeOf("second"));
    }

    [Fact]
    public async Task Pods_that_keep_apart_are_not_put_on_one_node()
    {
        AddNodes(2);
        foreach (var name in (string[])["a", "b", "c"])
            _cluster.AddPod(name, KeepApart);
        Assert.NotEqual(await NodeOf("a"), await NodeOf("b"));
        Assert.Contains("2 node(s) didn't match pod anti-affinity rules", await Refusal("c"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_placed_is_placed_when_a_node_opens()
    {
        _cluster.AddNode("node-1", node => node.Spec.Unschedulable = true);
        _cluster.AddPod("pod");
        await Refusal("pod");
        _cluster.Objects.Nodes.Change(ns: null, "node-1", node => node.Spec.Unschedulable = null);
        Assert.Equal("node-1", await NodeOf("pod"));
        var pod = await _cluster.Objects.Pods.UntilAsync("pod", pod => pod.Spec.NodeName is not null);
        Assert.Equal("True", Assert.Single(pod.Status.Conditions).Status);
    }

    [Fact]
    public async Task Without_nodes_there_is_nowhere_to_go()
    {
        _cluster.AddPod("pod");
        Assert.Equal("no nodes available to schedule pods", await Refusal("pod"));
    }

    private static void KeepApart(V1Pod pod)
    {
        pod.Metadata.Labels = new Dictionary<string, string> { ["app"] = "web" };
        pod.Spec.Affinity = new V1Affinity
        {
            PodAntiAffinity = new V1PodAntiAffinity
            {
                RequiredDuringSchedulingIgnoredDuringExecution =
                [
                    new V1PodAffinityTerm
                    {
                        TopologyKey = "kubernetes.io/hostname",
                        LabelSelector = new V1LabelSelector { MatchLabels = pod.Metadata.Labels },
                    },
                ],
            },
        };
    }

    private static void Request(V1Pod pod, string cpu) =>
        pod.Spec.Containers[0].Resources = new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu) },
        };

    private static V1Affinity NodeAffinity(string key, string operation) =>
        new()
        {
            NodeAffinity = new V1NodeAffinity
            {
                RequiredDuringSchedulingIgnoredDuringExecution = new V1NodeSelector
                {
                    NodeSelectorTerms =
                    [
                        new V1NodeSelectorTerm
                        {
                            MatchExpressions =
                            [
                                new V1NodeSelectorRequirement { Key = key, OperatorProperty = operation },
                            ],
                        },
                    ],
                },
            },
        };

    private static V1OwnerReference Owner(string name) =>
        new()
        {
            ApiVersion = "apps/v1",
            Kind = "ReplicaSet",
            Name = name,
            Uid = name,
            Controller = true,
        };

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
