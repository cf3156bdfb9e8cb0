using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.StatefulSets;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class StatefulSetTests : IAsyncDisposable
{
    private const string Name = "db";

    private readonly TestCluster _cluster = new();

    public StatefulSetTests() =>
        _cluster.Run(new StatefulSetController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Pods_come_one_after_the_other_each_when_the_one_before_is_ready()
    {
        Create(replicas: 3);
        foreach (var expected in (string[])["db-0", "db-0 db-1", "db-0 db-1 db-2"])
        {
            await Eventually.TrueAsync(() => Names == expected);
            await Settled();
            Assert.Equal(expected, Names);
            _cluster.MakeReady(expected.Split(' ')[^1]);
        }

        var set = await Until(set => set.Status.AvailableReplicas is 3);
        Assert.Equal(
            (3, 3, 3, 3),
            (set.Status.Replicas, set.Status.ReadyReplicas, set.Status.CurrentReplicas, set.Status.UpdatedReplicas)
        );
        Assert.Equal(set.Status.CurrentRevision, set.Status.UpdateRevision);
    }

    [Fact]
    public async Task A_pod_has_the_name_hostname_and_labels_of_its_ordinal()
    {
        Create(replicas: 1, set => set.Spec.Ordinals = new V1StatefulSetOrdinals { Start = 5 });
        var pod = await _cluster.Objects.Pods.UntilAsync("db-5", _ => true);
        Assert.Equal(("db-5", "db-headless"), (pod.Spec.Hostname, pod.Spec.Subdomain));
        Assert.Equal("db-5", pod.Metadata.Labels["statefulset.kubernetes.io/pod-name"]);
        Assert.Equal("5", pod.Metadata.Labels["apps.kubernetes.io/pod-index"]);
        var revision = Assert.Single(_cluster.Objects.ControllerRevisions.List(ns: null));
        Assert.Equal(revision.Metadata.Name, pod.Metadata.Labels["controller-revision-hash"]);
    }

    [Fact]
    public async Task Parallel_pods_come_and_go_all_at_once()
    {
        Create(replicas: 3, set => set.Spec.PodManagementPolicy = "Parallel");
        await Eventually.TrueAsync(() => Names is "db-0 db-1 db-2");
        Scale(1);
        await Eventually.TrueAsync(() => Names is "db-0");
    }

    [Fact]
    public async Task A_smaller_set_loses_its_highest_pods_one_by_one()
    {
        await RunAsync(replicas: 3);
        _cluster.MakeReady("db-1", ready: false);
        _cluster.MakeReady("db-2", ready: false);
        Scale(1);
        // Of those that are not ready only the first may go, and the last one's turn comes before.
        await Settled();
        Assert.Equal("db-0 db-1 db-2", Names);
        _cluster.MakeReady("db-1");
        await Eventually.TrueAsync(() => Names is "db-0");
    }

    [Fact]
    public async Task A_rollout_goes_downwards_and_waits_for_each_pod()
    {
        await RunAsync(replicas: 3);
        Roll("app:2");
        foreach (var name in (string[])["db-2", "db-1", "db-0"])
        {
            await ReplacedAsync(name, "app:2");
            await Settled();
            Assert.Equal(1, Images.Count(image => image is "app:2") - Ready("app:2"));
            _cluster.MakeReady(name);
        }

        var set = await Until(set => set.Status.CurrentRevision == set.Status.UpdateRevision);
        Assert.Equal(3, set.Status.UpdatedReplicas);
    }

    [Fact]
    public async Task Below_the_partition_the_old_template_stays_also_for_new_pods()
    {
        await RunAsync(replicas: 3, set => set.Spec.UpdateStrategy = Rolling(partition: 2));
        Roll("app:2");
        await ReplacedAsync("db-2", "app:2");
        _cluster.MakeReady("db-2");
        await Until(set => set.Status is { UpdatedReplicas: 1, CurrentReplicas: 2 });
        var first = Pod("db-0");
        _cluster.Objects.Pods.Delete(first, TimeSpan.Zero);
        await Eventually.TrueAsync(() => Find("db-0") is { } pod && pod.Metadata.Uid != first.Metadata.Uid);
        Assert.Equal(["app:1", "app:1", "app:2"], Images);
    }

    [Fact]
    public async Task On_delete_a_pod_takes_the_new_template_when_someone_deletes_it()
    {
        await RunAsync(
            replicas: 2,
            set => set.Spec.UpdateStrategy = new V1StatefulSetUpdateStrategy { Type = "OnDelete" }
        );
        Roll("app:2");
        await Until(set => set.Status.CurrentRevision != set.Status.UpdateRevision);
        await Settled();
        Assert.Equal(["app:1", "app:1"], Images);
        _cluster.Objects.Pods.Delete(Pod("db-0"), TimeSpan.Zero);
        await ReplacedAsync("db-0", "app:2");
    }

    [Fact]
    public async Task A_pod_is_counted_as_available_when_it_was_ready_for_long_enough()
    {
        Create(replicas: 2, set => set.Spec.MinReadySeconds = 20);
        await Eventually.TrueAsync(() => Names is "db-0");
        _cluster.MakeReady("db-0");
        await Until(set => set.Status is { ReadyReplicas: 1, AvailableReplicas: 0 });
        var waited = await _cluster.AdvanceUntilAsync(() => Names is "db-0 db-1", TimeSpan.FromSeconds(1));
        Assert.True(waited >= TimeSpan.FromSeconds(19));
    }

    [Fact]
    public async Task A_failed_pod_is_replaced_under_its_name()
    {
        await RunAsync(replicas: 1);
        var before = Pod("db-0");
        _cluster.Finish("db-0", "Failed");
        await Eventually.TrueAsync(() => Find("db-0") is { } pod && pod.Metadata.Uid != before.Metadata.Uid);
    }

    [Fact]
    public async Task Going_back_makes_the_old_revision_the_newest()
    {
        await RunAsync(replicas: 1);
        var first = Assert.Single(_cluster.Objects.ControllerRevisions.List(ns: null)).Metadata.Name;
        foreach (var image in (string[])["app:2", "app:1"])
        {
            Roll(image);
            await ReplacedAsync("db-0", image);
            _cluster.MakeReady("db-0");
            await Until(set => set.Status.CurrentRevision == set.Status.UpdateRevision);
        }

        var set = await Until(set => set.Status.UpdateRevision == first);
        Assert.Equal(3, _cluster.Objects.ControllerRevisions.Find(TestCluster.Namespace, first)?.Revision);
        Assert.Equal(first, set.Status.CurrentRevision);
    }

    [Fact]
    public async Task Revisions_beyond_the_limit_are_forgotten()
    {
        await RunAsync(replicas: 1, set => set.Spec.RevisionHistoryLimit = 1);
        for (var version = 2; version <= 4; version++)
        {
            Roll($"app:{version}");
            await ReplacedAsync("db-0", $"app:{version}");
            _cluster.MakeReady("db-0");
        }

        await Eventually.TrueAsync(() =>
            _cluster
                .Objects.ControllerRevisions.List(ns: null)
                .Select(revision => revision.Revision)
                .Order()
                .SequenceEqual([3, 4])
        );
    }

    [Fact]
    public async Task Each_pod_keeps_a_claim_of_its_own()
    {
        Create(
            replicas: 1,
            set =>
                set.Spec.VolumeClaimTemplates = [
                    new V1PersistentVolumeClaim
                    {
                        Metadata = new V1ObjectMeta { Name = "data" },
                        Spec = VolumeTests.ClaimSpec(),
                    },
                ]
        );
        var pod = await _cluster.Objects.Pods.UntilAsync("db-0", _ => true);
        Assert.Equal("data-db-0", Assert.Single(pod.Spec.Volumes).PersistentVolumeClaim.ClaimName);
        var claim = _cluster.Objects.PersistentVolumeClaims.Find(TestCluster.Namespace, "data-db-0");
        Assert.Equal(Name, claim?.Metadata.Labels["app"]);
        Scale(0);
        await _cluster.Objects.Pods.GoneAsync(TestCluster.Namespace, "db-0");
        Assert.NotNull(_cluster.Objects.PersistentVolumeClaims.Find(TestCluster.Namespace, "data-db-0"));
    }

    private string Names => string.Join(' ', Pods.Select(pod => pod.Metadata.Name));

    private IEnumerable<string> Images => Pods.Select(pod => pod.Spec.Containers[0].Image);

    private IEnumerable<V1Pod> Pods =>
        _cluster.Objects.Pods.List(ns: null).OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal);

    private V1Pod? Find(string name) => _cluster.Objects.Pods.Find(TestCluster.Namespace, name);

    private V1Pod Pod(string name) => Assert.IsType<V1Pod>(Find(name));

    private int Ready(string image) =>
        Pods.Count(pod =>
            pod.Spec.Containers[0].Image == image && pod.Status.Conditions?.Any(c => c.Status is "True") is true
        );

    private Task ReplacedAsync(string name, string image) =>
        Eventually.TrueAsync(() => Find(name)?.Spec.Containers[0].Image == image);

    private Task<V1StatefulSet> Until(Func<V1StatefulSet, bool> condition) =>
        _cluster.Objects.StatefulSets.UntilAsync(Name, set => set.Status is not null && condition(set));

    /// <summary>The controller has looked at the set as it now is.</summary>
    private async Task Settled()
    {
        var marked = _cluster.Objects.StatefulSets.Change(
            TestCluster.Namespace,
            Name,
            set => set.Spec.RevisionHistoryLimit = (set.Spec.RevisionHistoryLimit ?? 10) + 1
        );
        await Until(set => set.Status.ObservedGeneration >= marked?.Metadata.Generation);
    }

    private void Scale(int replicas) =>
        _cluster.Objects.StatefulSets.Change(TestCluster.Namespace, Name, set => set.Spec.Replicas = replicas);

    private void Roll(string image) =>
        _cluster.Objects.StatefulSets.Change(
            TestCluster.Namespace,
            Name,
            set => set.Spec.Template.Spec.Containers[0].Image = image
        );

    private static V1StatefulSetUpdateStrategy Rolling(int partition) =>
        new()
        {
            Type = "RollingUpdate",
            RollingUpdate = new V1RollingUpdateStatefulSetStrategy { Partition = partition },
        };

    private async Task RunAsync(int replicas, Action<V1StatefulSet>? change = null)
    {
        Create(replicas, change);
        for (var ordinal = 0; ordinal < replicas; ordinal++)
        {
            await _cluster.Objects.Pods.UntilAsync($"db-{ordinal}", _ => true);
            _cluster.MakeReady($"db-{ordinal}");
        }

        await Until(set => set.Status.ReadyReplicas == replicas);
    }

    private void Create(int replicas, Action<V1StatefulSet>? change = null)
    {
        var labels = new Dictionary<string, string> { ["app"] = Name };
        var set = new V1StatefulSet
        {
            ApiVersion = "apps/v1",
            Kind = "StatefulSet",
            Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = TestCluster.Namespace },
            Spec = new V1StatefulSetSpec
            {
                Replicas = replicas,
                ServiceName = "db-headless",
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = labels },
                    Spec = TestCluster.PodSpec(),
                },
            },
        };
        change?.Invoke(set);
        _cluster.Objects.StatefulSets.Create(set);
    }
}
