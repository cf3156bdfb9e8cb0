using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class NodeLifecycleTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestCluster _cluster = new();

    public NodeLifecycleTests()
    {
        _cluster.Run(
            new NodeLifecycleController(
                _cluster.Objects,
                NodeTimings.Real,
                _cluster.Events,
                _cluster.Clock,
                TestCluster.Logger
            )
        );
        _cluster.Run(new PodGarbageCollector(_cluster.Objects, NodeTimings.Real, _cluster.Clock, TestCluster.Logger));
        _cluster.Run(
            new TaintEvictionController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger)
        );
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_silent_node_becomes_unknown_and_unreachable_and_its_pods_unready()
    {
        AddSteadyNode("node-2");
        _cluster.AddNode("node-1");
        _cluster.AddPod("pod", pod => pod.Spec.NodeName = "node-1");
        _cluster.MakeReady("pod");
        var silence = await _cluster.AdvanceUntilAsync(() => Ready is "Unknown", Second);
        Assert.True(silence >= TimeSpan.FromSeconds(50));
        await _cluster.Objects.Pods.UntilAsync(
            "pod",
            pod => pod.Status.Conditions.Any(c => c is { Type: "Ready", Status: "False" })
        );
        await _cluster.Objects.Nodes.UntilAsync(
            "node-1",
            node => Taints(node).SequenceEqual(["unreachable:NoExecute", "unreachable:NoSchedule"])
        );
    }

    [Fact]
    public async Task Its_pods_are_evicted_when_their_toleration_is_over()
    {
        AddSteadyNode("node-2");
        _cluster.AddNode("node-1");
        _cluster.AddPod("pod", pod => pod.Spec.NodeName = "node-1");
        _cluster.MakeReady("pod");
        await _cluster.AdvanceUntilAsync(() => Ready is "Unknown", Second);
        var tolerated = await _cluster.AdvanceUntilAsync(
            () =>
                _cluster.Objects.Pods.Find(TestCluster.Namespace, "pod")
                    is null
                        or { Metadata.DeletionTimestamp: not null },
            TimeSpan.FromSeconds(10)
        );
        Assert.True(tolerated >= TimeSpan.FromSeconds(290));
    }

    [Fact]
    public async Task A_pod_that_does_not_tolerate_a_taint_goes_at_once_and_another_stays()
    {
        _cluster.AddNode("node-1");
        _cluster.AddPod("goes", pod => pod.Spec.NodeName = "node-1");
        _cluster.AddPod(
            "stays",
            pod =>
            {
                pod.Spec.NodeName = "node-1";
                pod.Spec.Tolerations = [new V1Toleration { Key = "maintenance", OperatorProperty = "Exists" }];
            }
        );
        _cluster.Objects.Nodes.Change(
            ns: null,
            "node-1",
            node => node.Spec.Taints = [new V1Taint { Key = "maintenance", Effect = "NoExecute" }]
        );
        await _cluster.Objects.Pods.GoneAsync(TestCluster.Namespace, "goes");
        Assert.Null(_cluster.Objects.Pods.Find(TestCluster.Namespace, "stays")?.Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task A_node_that_speaks_again_loses_its_taints()
    {
        AddSteadyNode("node-2");
        _cluster.AddNode("node-1");
        await _cluster.AdvanceUntilAsync(() => Ready is "Unknown", Second);
        await _cluster.Objects.Nodes.UntilAsync("node-1", node => Taints(node).Any());
        _cluster.Objects.Leases.Create(
            new V1Lease
            {
                ApiVersion = "coordination.k8s.io/v1",
                Kind = "Lease",
                Metadata = new V1ObjectMeta { Name = "node-1", NamespaceProperty = "kube-node-lease" },
                Spec = new V1LeaseSpec { RenewTime = _cluster.Clock.GetUtcNow().UtcDateTime },
            }
        );
        _cluster.Objects.Nodes.ChangeStatus(
            ns: null,
            "node-1",
            node => node.Status.Conditions = [new V1NodeCondition { Type = "Ready", Status = "True" }]
        );
        await _cluster.Objects.Nodes.UntilAsync("node-1", node => !Taints(node).Any());
    }

    [Fact]
    public async Task A_cordon_is_a_taint_and_a_hand_made_state_taint_does_not_stay()
    {
        _cluster.AddNode("node-1");
        _cluster.Objects.Nodes.Change(
            ns: null,
            "node-1",
            node =>
            {
                node.Spec.Unschedulable = true;
                node.Spec.Taints =
                [
                    new V1Taint { Key = "node.kubernetes.io/unreachable", Effect = "NoSchedule" },
                    new V1Taint { Key = "node.kubernetes.io/mine", Effect = "NoSchedule" },
                ];
            }
        );
        await _cluster.Objects.Nodes.UntilAsync(
            "node-1",
            node => Taints(node).SequenceEqual(["mine:NoSchedule", "unschedulable:NoSchedule"])
        );
    }

    [Fact]
    public async Task When_all_nodes_are_silent_nothing_is_evicted()
    {
        _cluster.AddNode("node-1");
        await _cluster.AdvanceUntilAsync(() => Ready is "Unknown", Second);
        await _cluster.Objects.Nodes.UntilAsync(
            "node-1",
            node => Taints(node).SequenceEqual(["unreachable:NoSchedule"])
        );
    }

    [Fact]
    public async Task A_hand_made_taint_is_tolerated_from_when_it_is_seen()
    {
        AddSteadyNode("node-1");
        _cluster.AddPod(
            "pod",
            pod =>
            {
                pod.Spec.NodeName = "node-1";
                pod.Spec.Tolerations =
                [
                    new V1Toleration
                    {
                        Key = "maintenance",
                        OperatorProperty = "Exists",
                        Effect = "NoExecute",
                        TolerationSeconds = 60,
                    },
                ];
            }
        );
        _cluster.Objects.Nodes.Change(
            ns: null,
            "node-1",
            node => node.Spec.Taints = [new V1Taint { Key = "maintenance", Effect = "NoExecute" }]
        );
        var stayed = await _cluster.AdvanceUntilAsync(() => Find("pod") is null, Second);
        Assert.InRange(stayed, TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(75));
    }

    [Fact]
    public async Task The_pods_of_a_deleted_node_are_removed_after_a_while()
    {
        var node = _cluster.AddNode("node-1");
        _cluster.AddPod(
            "pod",
            pod =>
            {
                pod.Spec.NodeName = "node-1";
                pod.Metadata.Finalizers = ["example.com/seen"];
            }
        );
        _cluster.Objects.Nodes.Delete(node);
        var kept = await _cluster.AdvanceUntilAsync(() => Find("pod")?.Metadata.DeletionTimestamp is not null, Second);
        Assert.True(kept >= TimeSpan.FromSeconds(39));
        var pod = Assert.IsType<V1Pod>(Find("pod"));
        Assert.Equal("Failed", pod.Status.Phase);
        Assert.Equal("DeletionByPodGC", Assert.Single(pod.Status.Conditions).Reason);
    }

    [Fact]
    public async Task A_pod_that_is_deleted_before_it_has_a_node_has_failed()
    {
        var pod = _cluster.AddPod("pod", pod => pod.Metadata.Finalizers = ["example.com/seen"]);
        _cluster.Objects.Pods.Delete(pod);
        await _cluster.Objects.Pods.UntilAsync("pod", deleted => deleted.Status.Phase is "Failed");
    }

    private V1Pod? Find(string pod) => _cluster.Objects.Pods.Find(TestCluster.Namespace, pod);

    /// <summary>A node whose heartbeat never ends.</summary>
    private void AddSteadyNode(string name)
    {
        _cluster.AddNode(name);
        _cluster.Objects.Leases.Create(
            new V1Lease
            {
                ApiVersion = "coordination.k8s.io/v1",
                Kind = "Lease",
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "kube-node-lease" },
                Spec = new V1LeaseSpec { RenewTime = _cluster.Clock.GetUtcNow().UtcDateTime.AddDays(1) },
            }
        );
    }

    private string? Ready =>
        _cluster.Objects.Nodes.Find(ns: null, "node-1")?.Status.Conditions.First(c => c.Type is "Ready").Status;

    private static IEnumerable<string> Taints(V1Node node) =>
        (node.Spec.Taints ?? []).Select(taint => $"{taint.Key["node.kubernetes.io/".Length..]}:{taint.Effect}").Order();
}
