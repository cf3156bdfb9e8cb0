using k8s.Models;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

/// <summary>How a StatefulSet comes to a new template, and back.</summary>
public sealed class StatefulSetRolloutTests : IAsyncDisposable
{
    private readonly TestStatefulSet _set = new();

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task A_rollout_goes_downwards_and_waits_for_each_pod()
    {
        await _set.RunAsync(replicas: 3);
        _set.Roll("app:2");
        foreach (var name in (string[])["db-2", "db-1", "db-0"])
        {
            await _set.ReplacedAsync(name, "app:2");
            await _set.SettledAsync();
            Assert.Equal(1, _set.Images.Count(image => image is "app:2") - _set.Ready("app:2"));
            _set.Cluster.MakeReady(name);
        }

        var set = await _set.UntilAsync(set => set.Status.CurrentRevision == set.Status.UpdateRevision);
        Assert.Equal(3, set.Status.UpdatedReplicas);
    }

    [Fact]
    public async Task Below_the_partition_the_old_template_stays_also_for_new_pods()
    {
        await _set.RunAsync(replicas: 3, set => set.Spec.UpdateStrategy = Rolling(partition: 2));
        _set.Roll("app:2");
        await _set.ReplacedAsync("db-2", "app:2");
        _set.Cluster.MakeReady("db-2");
        await _set.UntilAsync(set => set.Status is { UpdatedReplicas: 1, CurrentReplicas: 2 });
        var first = _set.Pod("db-0");
        _set.Cluster.Objects.Pods.Delete(first, TimeSpan.Zero);
        await Eventually.TrueAsync(() => _set.Find("db-0") is { } pod && pod.Metadata.Uid != first.Metadata.Uid);
        Assert.Equal(["app:1", "app:1", "app:2"], _set.Images);
    }

    [Fact]
    public async Task On_delete_a_pod_takes_the_new_template_when_someone_deletes_it()
    {
        await _set.RunAsync(
            replicas: 2,
            set => set.Spec.UpdateStrategy = new V1StatefulSetUpdateStrategy { Type = "OnDelete" }
        );
        _set.Roll("app:2");
        await _set.UntilAsync(set => set.Status.CurrentRevision != set.Status.UpdateRevision);
        await _set.SettledAsync();
        Assert.Equal(["app:1", "app:1"], _set.Images);
        _set.Cluster.Objects.Pods.Delete(_set.Pod("db-0"), TimeSpan.Zero);
        await _set.ReplacedAsync("db-0", "app:2");
    }

    [Fact]
    public async Task Going_back_makes_the_old_revision_the_newest()
    {
        await _set.RunAsync(replicas: 1);
        var first = Assert.Single(_set.Cluster.Objects.ControllerRevisions.List(ns: null)).Metadata.Name;
        foreach (var image in (string[])["app:2", "app:1"])
        {
            _set.Roll(image);
            await _set.ReplacedAsync("db-0", image);
            _set.Cluster.MakeReady("db-0");
            await _set.UntilAsync(set => set.Status.CurrentRevision == set.Status.UpdateRevision);
        }

        var set = await _set.UntilAsync(set => set.Status.UpdateRevision == first);
        Assert.Equal(3, _set.Cluster.Objects.ControllerRevisions.Find(TestCluster.Namespace, first)?.Revision);
        Assert.Equal(first, set.Status.CurrentRevision);
    }

    [Fact]
    public async Task Revisions_beyond_the_limit_are_forgotten()
    {
        await _set.RunAsync(replicas: 1, set => set.Spec.RevisionHistoryLimit = 1);
        for (var version = 2; version <= 4; version++)
        {
            _set.Roll($"app:{version}");
            await _set.ReplacedAsync("db-0", $"app:{version}");
            _set.Cluster.MakeReady("db-0");
        }

        await Eventually.TrueAsync(() =>
            _set
                .Cluster.Objects.ControllerRevisions.List(ns: null)
                .Select(revision => revision.Revision)
                .Order()
                .SequenceEqual([3, 4])
        );
    }

    private static V1StatefulSetUpdateStrategy Rolling(int partition) =>
        new()
        {
            Type = "RollingUpdate",
            RollingUpdate = new V1RollingUpdateStatefulSetStrategy { Partition = partition },
        };
}
