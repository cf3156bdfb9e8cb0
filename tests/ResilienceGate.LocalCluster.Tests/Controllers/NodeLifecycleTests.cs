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
                new NodeTimings(),
                _cluster.Events,
                _cluster.Clock,
                TestCluster.Logger
            )
        );
        _cluster.Run(
            new TaintEvictionController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger)
        );
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_silent_node_becomes_unknown_and_unreachable_and_its_pods_unready()
    {
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

    private string? Ready =>
        _cluster.Objects.Nodes.Find(ns: null, "node-1")?.Status.Conditions.First(c => c.Type is "Ready").Status;

    private static IEnumerable<string> Taints(V1Node node) =>
        (node.Spec.Taints ?? []).Select(taint => $"{taint.Key["node.kubernetes.io/".Length..]}:{taint.Effect}").Order();
}
