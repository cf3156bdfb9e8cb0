using k8s.Models;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class StatefulSetTests : IAsyncDisposable
{
    private readonly TestStatefulSet _set = new();

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task Pods_come_one_after_the_other_each_when_the_one_before_is_ready()
    {
        _set.Create(replicas: 3);
        foreach (var expected in (string[])["db-0", "db-0 db-1", "db-0 db-1 db-2"])
        {
            await Eventually.TrueAsync(() => _set.Names == expected);
            await _set.SettledAsync();
            Assert.Equal(expected, _set.Names);
            _set.Cluster.MakeReady(expected.Split(' ')[^1]);
        }

        var set = await _set.UntilAsync(set => set.Status.AvailableReplicas is 3);
        Assert.Equal(
            (3, 3, 3, 3),
            (set.Status.Replicas, set.Status.ReadyReplicas, set.Status.CurrentReplicas, set.Status.UpdatedReplicas)
        );
        Assert.Equal(set.Status.CurrentRevision, set.Status.UpdateRevision);
    }

    [Fact]
    public async Task A_pod_has_the_name_hostname_and_labels_of_its_ordinal()
    {
        _set.Create(replicas: 1, set => set.Spec.Ordinals = new V1StatefulSetOrdinals { Start = 5 });
        var pod = await _set.Cluster.Objects.Pods.UntilAsync("db-5", _ => true);
        Assert.Equal(("db-5", "db-headless"), (pod.Spec.Hostname, pod.Spec.Subdomain));
        Assert.Equal("db-5", pod.Metadata.Labels["statefulset.kubernetes.io/pod-name"]);
        Assert.Equal("5", pod.Metadata.Labels["apps.kubernetes.io/pod-index"]);
        var revision = Assert.Single(_set.Cluster.Objects.ControllerRevisions.List(ns: null));
        Assert.Equal(revision.Metadata.Name, pod.Metadata.Labels["controller-revision-hash"]);
    }

    [Fact]
    public async Task Parallel_pods_come_and_go_all_at_once()
    {
        _set.Create(replicas: 3, set => set.Spec.PodManagementPolicy = "Parallel");
        await Eventually.TrueAsync(() => _set.Names is "db-0 db-1 db-2");
        _set.Scale(1);
        await Eventually.TrueAsync(() => _set.Names is "db-0");
    }

    [Fact]
    public async Task A_smaller_set_loses_its_highest_pods_one_by_one()
    {
        await _set.RunAsync(replicas: 3);
        _set.Cluster.MakeReady("db-1", ready: false);
        _set.Cluster.MakeReady("db-2", ready: false);
        _set.Scale(1);
        // Of those that are not ready only the first may go, and the last one's turn comes before.
        await _set.SettledAsync();
        Assert.Equal("db-0 db-1 db-2", _set.Names);
        _set.Cluster.MakeReady("db-1");
        await Eventually.TrueAsync(() => _set.Names is "db-0");
    }

    [Fact]
    public async Task A_pod_is_counted_as_available_when_it_was_ready_for_long_enough()
    {
        _set.Create(replicas: 2, set => set.Spec.MinReadySeconds = 20);
        await Eventually.TrueAsync(() => _set.Names is "db-0");
        _set.Cluster.MakeReady("db-0");
        await _set.UntilAsync(set => set.Status is { ReadyReplicas: 1, AvailableReplicas: 0 });
        var waited = await _set.Cluster.AdvanceUntilAsync(() => _set.Names is "db-0 db-1", TimeSpan.FromSeconds(1));
        Assert.True(waited >= TimeSpan.FromSeconds(19));
    }

    [Fact]
    public async Task A_failed_pod_is_replaced_under_its_name()
    {
        await _set.RunAsync(replicas: 1);
        var before = _set.Pod("db-0");
        _set.Cluster.Finish("db-0", "Failed");
        await Eventually.TrueAsync(() => _set.Find("db-0") is { } pod && pod.Metadata.Uid != before.Metadata.Uid);
    }
}
