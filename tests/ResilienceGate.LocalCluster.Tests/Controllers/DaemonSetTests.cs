using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.DaemonSets;
using ResilienceGate.LocalCluster.Scheduling;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class DaemonSetTests : IAsyncDisposable
{
    private const string Name = "agent";

    private readonly TestCluster _cluster = new();

    public DaemonSetTests()
    {
        _cluster.Run(new DaemonSetController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));
        _cluster.Run(new Scheduler(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Every_node_has_one_pod_a_cordoned_one_and_a_new_one_too()
    {
        _cluster.AddNode("node-1");
        _cluster.AddNode("node-2", node => node.Spec.Unschedulable = true);
        _cluster.AddNode("node-3", node => node.Spec.Taints = [new V1Taint { Key = "gpu", Effect = "NoSchedule" }]);
        Create();
        await NodesAsync("node-1 node-2");
        _cluster.AddNode("node-4");
        await NodesAsync("node-1 node-2 node-4");
        await Until(set => set.Status is { DesiredNumberScheduled: 3, CurrentNumberScheduled: 3, NumberReady: 0 });
    }

    [Fact]
    public async Task A_node_that_no_longer_fits_loses_its_pod()
    {
        _cluster.AddNode("node-1", node => node.Metadata.Labels["disk"] = "ssd");
        Create(set => set.Spec.Template.Spec.NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" });
        await NodesAsync("node-1");
        _cluster.Objects.Nodes.Change(ns: null, "node-1", node => node.Metadata.Labels.Remove("disk"));
        await NodesAsync("");
    }

    [Fact]
    public async Task A_deleted_or_failed_pod_is_replaced()
    {
        _cluster.AddNode("node-1");
        Create();
        await NodesAsync("node-1");
        var first = Pods[0];
        _cluster.Objects.Pods.Delete(first, TimeSpan.Zero);
        await Eventually.TrueAsync(() => Pods is [var next] && next.Metadata.Uid != first.Metadata.Uid);
        var second = Pods[0];
        _cluster.Finish(second.Metadata.Name, "Failed");
        await Eventually.TrueAsync(() => Pods is [var next] && next.Metadata.Uid != second.Metadata.Uid);
    }

    [Fact]
    public async Task A_rollout_replaces_one_pod_after_the_other()
    {
        await RunAsync(nodes: 3);
        Roll();
        for (var updated = 1; updated <= 3; updated++)
        {
            await Eventually.TrueAsync(() => Count("app:2") == updated && Pods.Count is 3);
            await Until(set => set.Status is { NumberUnavailable: 1 } && set.Status.UpdatedNumberScheduled == updated);
            MakeReady("app:2");
        }

        await Until(set => set.Status is { UpdatedNumberScheduled: 3, NumberAvailable: 3 });
    }

    [Fact]
    public async Task With_a_surge_the_new_pod_comes_before_the_old_one_goes()
    {
        await RunAsync(nodes: 2, Surge);
        Roll();
        await Eventually.TrueAsync(() => Count("app:1") is 2 && Count("app:2") is 1);
        MakeReady("app:2");
        await Eventually.TrueAsync(() => Count("app:1") is 1 && Count("app:2") is 2);
        MakeReady("app:2");
        await Eventually.TrueAsync(() => Count("app:1") is 0 && Count("app:2") is 2);
    }

    [Fact]
    public async Task With_a_surge_an_old_pod_goes_as_soon_as_it_no_longer_serves()
    {
        await RunAsync(nodes: 2, Surge);
        Roll();
        await Eventually.TrueAsync(() => Count("app:1") is 2 && Count("app:2") is 1);
        var doubled = DaemonPods.NodeOf(Pods.First(pod => IsOf(pod, "app:2")));
        var old = Pods.First(pod => IsOf(pod, "app:1") && DaemonPods.NodeOf(pod) == doubled);
        _cluster.MakeReady(old.Metadata.Name, ready: false);
        await _cluster.Objects.Pods.GoneAsync(TestCluster.Namespace, old.Metadata.Name);
        await Eventually.TrueAsync(() => Count("app:1") is 1 && Count("app:2") is 2);
    }

    [Fact]
    public async Task A_pod_that_waits_for_a_node_that_is_gone_goes()
    {
        // Too full for the daemon, so that its pod waits.
        _cluster.AddNode("node-1", node => node.Status.Allocatable["pods"] = new ResourceQuantity("0"));
        Create();
        await Eventually.TrueAsync(() => Pods.Count is 1);
        _cluster.Objects.Nodes.Delete(_cluster.Objects.Nodes.List(ns: null)[0]);
        await Eventually.TrueAsync(() => Pods.Count is 0);
    }

    [Fact]
    public async Task On_delete_nothing_is_replaced_by_itself()
    {
        await RunAsync(nodes: 1, set => set.Spec.UpdateStrategy = new V1DaemonSetUpdateStrategy { Type = "OnDelete" });
        Roll();
        await Until(set => set.Status.ObservedGeneration is 2 && set.Status.UpdatedNumberScheduled is null);
        Assert.Equal(1, Count("app:1"));
        _cluster.Objects.Pods.Delete(Pods[0], TimeSpan.Zero);
        await Eventually.TrueAsync(() => Count("app:2") is 1);
    }

    private IReadOnlyList<V1Pod> Pods => _cluster.Objects.Pods.List(ns: null);

    private int Count(string image) => Pods.Count(pod => IsOf(pod, image));

    private static bool IsOf(V1Pod pod, string image) => pod.Spec.Containers[0].Image == image;

    private static void Surge(V1DaemonSet set) =>
        set.Spec.UpdateStrategy = new V1DaemonSetUpdateStrategy
        {
            Type = "RollingUpdate",
            RollingUpdate = new V1RollingUpdateDaemonSet { MaxSurge = 1, MaxUnavailable = 0 },
        };

    private Task NodesAsync(string expected) =>
        Eventually.TrueAsync(() => string.Join(' ', Pods.Select(pod => pod.Spec.NodeName).Order()) == expected);

    private Task<V1DaemonSet> Until(Func<V1DaemonSet, bool> condition) =>
        _cluster.Objects.DaemonSets.UntilAsync(Name, condition);

    private void MakeReady(string image)
    {
        foreach (var pod in Pods.Where(pod => IsOf(pod, image)))
            _cluster.MakeReady(pod.Metadata.Name);
    }

    private void Roll() =>
        _cluster.Objects.DaemonSets.Change(
            TestCluster.Namespace,
            Name,
            set => set.Spec.Template.Spec.Containers[0].Image = "app:2"
        );

    private async Task RunAsync(int nodes, Action<V1DaemonSet>? change = null)
    {
        for (var number = 1; number <= nodes; number++)
            _cluster.AddNode($"node-{number}");
        Create(change);
        await Eventually.TrueAsync(() => Pods.Count(pod => !string.IsNullOrEmpty(pod.Spec.NodeName)) == nodes);
        MakeReady("app:1");
        await Until(set => set.Status.NumberAvailable == nodes);
    }

    private void Create(Action<V1DaemonSet>? change = null)
    {
        var labels = new Dictionary<string, string> { ["app"] = Name };
        var set = new V1DaemonSet
        {
            ApiVersion = "apps/v1",
            Kind = "DaemonSet",
            Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = TestCluster.Namespace },
            Spec = new V1DaemonSetSpec
            {
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = labels },
                    Spec = TestCluster.PodSpec(),
                },
            },
        };
        change?.Invoke(set);
        _cluster.Objects.DaemonSets.Create(set);
    }
}
