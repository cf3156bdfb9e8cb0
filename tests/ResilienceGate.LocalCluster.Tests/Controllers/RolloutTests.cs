using CsCheck;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Deployments;
using ResilienceGate.LocalCluster.Controllers.ReplicaSets;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class RolloutTests
{
    private const string Name = "web";

    [Fact]
    public async Task A_rollout_never_has_more_pods_than_the_surge_nor_fewer_ready_ones_than_it_may_miss() =>
        await Gen.Select(Gen.Int[1, 6], Gen.Int[0, 3], Gen.Int[0, 3])
            .Where((_, surge, unavailable) => surge + unavailable > 0)
            .SampleAsync(
                async (replicas, surge, unavailable) =>
                {
                    await using var cluster = Start();
                    var deployment = Create(cluster, replicas, surge, unavailable);
                    await CompleteAsync(cluster, 1);

                    var violations = new List<string>();
                    cluster.Run(ct => ObserveAsync(cluster, replicas + surge, replicas - unavailable, violations, ct));
                    cluster.Objects.Deployments.Change(
                        TestCluster.Namespace,
                        Name,
                        changed => changed.Spec.Template.Spec.Containers[0].Image = "app:2"
                    );
                    await CompleteAsync(cluster, deployment.Metadata.Generation + 1 ?? 2);
                    Assert.Empty(violations);
                    Assert.All(
                        cluster.Objects.Pods.List(ns: null).Where(IsActive),
                        pod => Assert.Equal("app:2", pod.Spec.Containers[0].Image)
                    );
                },
                iter: 12,
                threads: 1
            );

    [Fact]
    public async Task A_recreate_starts_new_pods_when_all_old_ones_are_gone()
    {
        await using var cluster = Start();
        Create(cluster, replicas: 3, surge: 0, unavailable: 1, type: "Recreate");
        await CompleteAsync(cluster, 1);
        var images = new List<int>();
        cluster.Run(async ct =>
        {
            await foreach (var _ in cluster.Objects.Pods.WatchAsync(ct))
                images.Add(
                    cluster
                        .Objects.Pods.List(ns: null)
                        .Where(IsActive)
                        .Select(p => p.Spec.Containers[0].Image)
                        .Distinct()
                        .Count()
                );
        });
        cluster.Objects.Deployments.Change(
            TestCluster.Namespace,
            Name,
            changed => changed.Spec.Template.Spec.Containers[0].Image = "app:2"
        );
        await CompleteAsync(cluster, 2);
        Assert.All(images, count => Assert.InRange(count, 0, 1));
    }

    [Fact]
    public async Task Going_back_uses_the_old_replica_set_again_under_a_new_revision()
    {
        await using var cluster = Start();
        Create(cluster, replicas: 2, surge: 1, unavailable: 0);
        await CompleteAsync(cluster, 1);
        var first = Assert.Single(cluster.Objects.ReplicaSets.List(ns: null)).Metadata.Name;
        foreach (var (image, generation) in new[] { ("app:2", 2), ("app:1", 3) })
        {
            cluster.Objects.Deployments.Change(
                TestCluster.Namespace,
                Name,
                changed => changed.Spec.Template.Spec.Containers[0].Image = image
            );
            await CompleteAsync(cluster, generation);
        }

        Assert.Equal(2, cluster.Objects.ReplicaSets.List(ns: null).Count);
        var current = await cluster.Objects.ReplicaSets.UntilAsync(first, set => set.Status.AvailableReplicas is 2);
        Assert.Equal("3", current.GetAnnotation("deployment.kubernetes.io/revision"));
    }

    [Fact]
    public async Task A_deleted_pod_is_replaced()
    {
        await using var cluster = Start();
        Create(cluster, replicas: 2, surge: 1, unavailable: 0);
        await CompleteAsync(cluster, 1);
        var victim = cluster.Objects.Pods.List(ns: null)[0];
        cluster.Objects.Pods.Delete(victim);
        await Eventually.TrueAsync(() =>
            cluster.Objects.Pods.List(ns: null) is { Count: 2 } pods
            && pods.All(pod => pod.Metadata.Uid != victim.Metadata.Uid && IsReady(pod))
        );
    }

    [Fact]
    public async Task Pods_that_are_not_ready_are_the_first_to_go()
    {
        await using var cluster = new TestCluster();
        cluster.Run(new ReplicaSetController(cluster.Objects, cluster.Events, cluster.Clock, TestCluster.Logger));
        cluster.Run(new DeploymentController(cluster.Objects, cluster.Events, cluster.Clock, TestCluster.Logger));
        Create(cluster, replicas: 3, surge: 1, unavailable: 0);
        await Eventually.TrueAsync(() => cluster.Objects.Pods.List(ns: null).Count is 3);
        var pods = cluster.Objects.Pods.List(ns: null);
        cluster.MakeReady(pods[1].Metadata.Name);
        cluster.Objects.Deployments.Change(TestCluster.Namespace, Name, changed => changed.Spec.Replicas = 1);
        await Eventually.TrueAsync(() =>
            cluster.Objects.Pods.List(ns: null) is [var left] && left.Metadata.Name == pods[1].Metadata.Name
        );
    }

    [Fact]
    public async Task A_pod_counts_as_available_when_it_has_been_ready_for_long_enough()
    {
        await using var cluster = Start();
        Create(cluster, replicas: 1, surge: 1, unavailable: 0, minReadySeconds: 30);
        await cluster.Objects.Deployments.UntilAsync(Name, deployment => deployment.Status.ReadyReplicas is 1);
        Assert.Null(cluster.Objects.Deployments.Find(TestCluster.Namespace, Name)?.Status.AvailableReplicas);
        var waited = await cluster.AdvanceUntilAsync(
            () => cluster.Objects.Deployments.Find(TestCluster.Namespace, Name)?.Status.AvailableReplicas is 1,
            TimeSpan.FromSeconds(1)
        );
        Assert.True(waited >= TimeSpan.FromSeconds(29));
    }

    [Fact]
    public async Task A_rollout_that_does_not_get_on_exceeds_its_deadline()
    {
        await using var cluster = new TestCluster();
        cluster.Run(new ReplicaSetController(cluster.Objects, cluster.Events, cluster.Clock, TestCluster.Logger));
        cluster.Run(new DeploymentController(cluster.Objects, cluster.Events, cluster.Clock, TestCluster.Logger));
        Create(cluster, replicas: 1, surge: 1, unavailable: 0);
        await cluster.Objects.Deployments.UntilAsync(Name, deployment => Progressing(deployment) is { Status: "True" });
        await cluster.AdvanceUntilAsync(
            () =>
                cluster.Objects.Deployments.Find(TestCluster.Namespace, Name) is { } deployment
                && Progressing(deployment) is { Status: "False", Reason: "ProgressDeadlineExceeded" },
            TimeSpan.FromMinutes(1)
        );
    }

    private static V1DeploymentCondition? Progressing(V1Deployment deployment) =>
        deployment.Status?.Conditions?.FirstOrDefault(condition => condition.Type is "Progressing");

    private static TestCluster Start()
    {
        var cluster = new TestCluster();
        cluster.Run(new DeploymentController(cluster.Objects, cluster.Events, cluster.Clock, TestCluster.Logger));
        cluster.Run(new ReplicaSetController(cluster.Objects, cluster.Events, cluster.Clock, TestCluster.Logger));
        cluster.Run(ct => MakeAllReadyAsync(cluster, ct));
        return cluster;
    }

    /// <summary>A kubelet without processes.</summary>
    private static async Task MakeAllReadyAsync(TestCluster cluster, CancellationToken ct)
    {
        await foreach (var (change, pod) in cluster.Objects.Pods.WatchAsync(ct))
        {
            if (change is WatchEventType.Deleted || IsReady(pod))
                continue;
            await Task.Yield();
            cluster.MakeReady(pod.Metadata.Name);
        }
    }

    private static async Task ObserveAsync(
        TestCluster cluster,
        int most,
        int fewest,
        List<string> violations,
        CancellationToken ct
    )
    {
        var pods = new Dictionary<string, V1Pod>();
        var known = cluster.Objects.Pods.List(ns: null).Count;
        await foreach (var (change, pod) in cluster.Objects.Pods.WatchAsync(ct))
        {
            if (change is WatchEventType.Deleted)
                pods.Remove(pod.Metadata.Uid);
            else
                pods[pod.Metadata.Uid] = pod;
            // The watch begins with what there is, one by one.
            if (--known > 0)
                continue;
            // What is asked for counts, as for the real controller: a pod that is to go may be a moment late.
            var asked = cluster.Objects.ReplicaSets.List(ns: null).Sum(set => set.Spec.Replicas ?? 1);
            var ready = pods.Values.Count(p => IsActive(p) && IsReady(p));
            if (asked > most)
                violations.Add($"{asked} pods, {most} allowed");
            if (ready < fewest)
                violations.Add($"{ready} ready, {fewest} needed");
        }
    }

    private static Task<V1Deployment> CompleteAsync(TestCluster cluster, long generation) =>
        cluster.Objects.Deployments.UntilAsync(
            Name,
            deployment =>
                deployment.Status?.ObservedGeneration >= generation
                && deployment.Status.UpdatedReplicas == deployment.Spec.Replicas
                && deployment.Status.Replicas == deployment.Spec.Replicas
                && deployment.Status.AvailableReplicas == deployment.Spec.Replicas
        );

    private static bool IsActive(V1Pod pod) => pod.Metadata.DeletionTimestamp is null;

    private static bool IsReady(V1Pod pod) =>
        pod.Status.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) is true;

    private static V1Deployment Create(
        TestCluster cluster,
        int replicas,
        int surge,
        int unavailable,
        string type = "RollingUpdate",
        int minReadySeconds = 0
    )
    {
        var labels = new Dictionary<string, string> { ["app"] = Name };
        return cluster.Objects.Deployments.Create(
            new V1Deployment
            {
                ApiVersion = "apps/v1",
                Kind = "Deployment",
                Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = TestCluster.Namespace },
                Spec = new V1DeploymentSpec
                {
                    Replicas = replicas,
                    MinReadySeconds = minReadySeconds,
                    Selector = new V1LabelSelector { MatchLabels = labels },
                    Strategy = new V1DeploymentStrategy
                    {
                        Type = type,
                        RollingUpdate = type is "Recreate"
                            ? null
                            : new V1RollingUpdateDeployment { MaxSurge = surge, MaxUnavailable = unavailable },
                    },
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = labels },
                        Spec = TestCluster.PodSpec(),
                    },
                },
            }
        );
    }
}
