using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Controllers.Deployments;
using ResilienceGate.LocalCluster.Controllers.ReplicaSets;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

/// <summary>What Deployments and ReplicaSets do beside a rollout that goes well.</summary>
public sealed class DeploymentTests : IAsyncDisposable
{
    private const string Name = "web";

    private readonly TestCluster _cluster = new();

    public DeploymentTests()
    {
        _cluster.Run(new DeploymentController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));
        _cluster.Run(new ReplicaSetController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_paused_deployment_keeps_its_template_until_it_is_resumed()
    {
        await RunAsync(replicas: 2);
        Change(deployment =>
        {
            deployment.Spec.Paused = true;
            deployment.Spec.Template.Spec.Containers[0].Image = "app:2";
        });
        await Until(deployment => Progressing(deployment) is { Reason: "DeploymentPaused", Status: "Unknown" });
        Assert.Single(Sets);
        Change(deployment => deployment.Spec.Paused = null);
        await Eventually.TrueAsync(() => Sets.Count is 2);
    }

    [Fact]
    public async Task A_new_size_is_shared_by_the_templates_of_a_rollout_that_stands()
    {
        await RunAsync(replicas: 10);
        Change(deployment => deployment.Spec.Template.Spec.Containers[0].Image = "app:2");
        // 25 % each: the new pods never become ready, so 8 old ones and 5 new ones remain.
        await Eventually.TrueAsync(() => Sizes is "8 5");
        Change(deployment => deployment.Spec.Replicas = 20);
        await Eventually.TrueAsync(() => Sizes is "15 10");
        Change(deployment => deployment.Spec.Replicas = 0);
        await Eventually.TrueAsync(() => Sizes is "0 0");
    }

    [Fact]
    public async Task Old_templates_beyond_the_limit_are_forgotten()
    {
        await RunAsync(replicas: 1, deployment => deployment.Spec.RevisionHistoryLimit = 1);
        for (var version = 2; version <= 4; version++)
        {
            Change(deployment => deployment.Spec.Template.Spec.Containers[0].Image = $"app:{version}");
            await ReadyAsync(replicas: 1, $"app:{version}");
        }

        await Eventually.TrueAsync(() => Sets.Select(Image).Order().SequenceEqual(["app:3", "app:4"]));
    }

    [Fact]
    public async Task The_cause_of_a_change_and_the_earlier_revisions_are_kept_on_the_replica_set()
    {
        await RunAsync(replicas: 1);
        foreach (var image in (string[])["app:2", "app:1"])
        {
            Change(deployment =>
            {
                deployment.SetAnnotation("kubernetes.io/change-cause", $"use {image}");
                deployment.Spec.Template.Spec.Containers[0].Image = image;
            });
            await ReadyAsync(replicas: 1, image);
        }

        var set = await _cluster.Objects.ReplicaSets.FirstAsync(set =>
            Image(set) is "app:1" && set.GetAnnotation("deployment.kubernetes.io/revision") is "3"
        );
        Assert.Equal("use app:1", set.GetAnnotation("kubernetes.io/change-cause"));
        Assert.Equal("1", set.GetAnnotation("deployment.kubernetes.io/revision-history"));
    }

    [Fact]
    public async Task A_pod_that_loses_its_label_is_let_go_and_replaced()
    {
        await RunAsync(replicas: 1);
        var pod = Assert.Single(_cluster.Objects.Pods.List(ns: null));
        Relabel(pod, "debug");
        await Eventually.TrueAsync(() => _cluster.Objects.Pods.List(ns: null).Count is 2);
        var released = await _cluster.Objects.Pods.UntilAsync(
            pod.Metadata.Name,
            pod => pod.Metadata.OwnerReferences is null or []
        );
        Relabel(released, Name);
        // It is taken back, and one of the two is too many.
        await Eventually.TrueAsync(() =>
            _cluster.Objects.Pods.List(ns: null) is [{ Metadata.OwnerReferences.Count: 1 }]
        );
    }

    [Fact]
    public async Task A_deployment_takes_over_the_replica_set_of_one_that_left_it_behind()
    {
        var first = await RunAsync(replicas: 2);
        var set = Assert.Single(Sets);
        _cluster.Run(ct => new GarbageCollector(_cluster.Store).RunAsync(ct));
        _cluster.Objects.Deployments.Delete(first, propagation: PropagationPolicy.Orphan);
        await _cluster.Objects.Deployments.GoneAsync(TestCluster.Namespace, Name);
        await _cluster.Objects.ReplicaSets.UntilAsync(set.Metadata.Name, s => s.Metadata.OwnerReferences is null or []);
        var second = Create(replicas: 2);
        await _cluster.Objects.ReplicaSets.UntilAsync(set.Metadata.Name, s => s.IsControlledBy(second));
        Assert.Single(Sets);
    }

    [Fact]
    public async Task A_crowded_node_is_the_first_to_lose_a_pod()
    {
        await RunAsync(replicas: 3);
        var pods = _cluster.Objects.Pods.List(ns: null);
        foreach (var (index, node) in (ReadOnlySpan<(int, string)>)[(0, "node-1"), (1, "node-2"), (2, "node-2")])
            _cluster.Objects.Pods.ChangeBinding(
                TestCluster.Namespace,
                pods[index].Metadata.Name,
                pod => pod.Spec.NodeName = node
            );
        Change(deployment => deployment.Spec.Replicas = 2);
        await Eventually.TrueAsync(() => _cluster.Objects.Pods.List(ns: null).Count is 2);
        Assert.Equal(
            ["node-1", "node-2"],
            _cluster.Objects.Pods.List(ns: null).Select(pod => pod.Spec.NodeName).Order()
        );
    }

    private IReadOnlyList<V1ReplicaSet> Sets => _cluster.Objects.ReplicaSets.List(ns: null);

    private string Sizes =>
        string.Join(' ', Sets.OrderBy(Image, StringComparer.Ordinal).Select(set => set.Spec.Replicas));

    private static string Image(V1ReplicaSet set) => set.Spec.Template.Spec.Containers[0].Image;

    private static V1DeploymentCondition? Progressing(V1Deployment deployment) =>
        deployment.Status?.Conditions?.FirstOrDefault(condition => condition.Type is "Progressing");

    private void Relabel(V1Pod pod, string app) =>
        _cluster.Objects.Pods.Change(TestCluster.Namespace, pod.Metadata.Name, p => p.SetLabel("app", app));

    private void Change(Action<V1Deployment> change) =>
        _cluster.Objects.Deployments.Change(TestCluster.Namespace, Name, change);

    private Task<V1Deployment> Until(Func<V1Deployment, bool> condition) =>
        _cluster.Objects.Deployments.UntilAsync(Name, condition);

    private async Task<V1Deployment> RunAsync(int replicas, Action<V1Deployment>? change = null)
    {
        Create(replicas, change);
        return await ReadyAsync(replicas, "app:1");
    }

    private async Task<V1Deployment> ReadyAsync(int replicas, string image)
    {
        var pods = new List<V1Pod>();
        await Eventually.TrueAsync(() =>
        {
            pods =
            [
                .. _cluster.Objects.Pods.List(ns: null).Where(p => p.Spec.Containers[0].Image == image && p.IsActive()),
            ];
            return pods.Count == replicas;
        });
        foreach (var pod in pods)
            _cluster.MakeReady(pod.Metadata.Name);
        return await Until(deployment =>
            deployment.Status.AvailableReplicas == replicas
            && deployment.Status.UpdatedReplicas == replicas
            && deployment.Status.Replicas == replicas
            && Progressing(deployment)?.Reason is "NewReplicaSetAvailable"
        );
    }

    private V1Deployment Create(int replicas, Action<V1Deployment>? change = null)
    {
        var labels = new Dictionary<string, string> { ["app"] = Name };
        var deployment = new V1Deployment
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = TestCluster.Namespace },
            Spec = new V1DeploymentSpec
            {
                Replicas = replicas,
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = labels },
                    Spec = TestCluster.PodSpec(),
                },
            },
        };
        change?.Invoke(deployment);
        return _cluster.Objects.Deployments.Create(deployment);
    }
}
