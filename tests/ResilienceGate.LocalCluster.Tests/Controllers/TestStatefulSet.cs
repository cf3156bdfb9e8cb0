using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.StatefulSets;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

/// <summary>A cluster with one StatefulSet, of the name <c>db</c>, whose pods are ready when the test says so.</summary>
internal sealed class TestStatefulSet : IAsyncDisposable
{
    public const string Name = "db";

    public TestStatefulSet() =>
        Cluster.Run(new StatefulSetController(Cluster.Objects, Cluster.Events, Cluster.Clock, TestCluster.Logger));

    public TestCluster Cluster { get; } = new();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    public string Names => string.Join(' ', Pods.Select(pod => pod.Metadata.Name));

    public IEnumerable<string> Images => Pods.Select(pod => pod.Spec.Containers[0].Image);

    public IEnumerable<V1Pod> Pods =>
        Cluster.Objects.Pods.List(ns: null).OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal);

    public V1Pod? Find(string name) => Cluster.Objects.Pods.Find(TestCluster.Namespace, name);

    public V1Pod Pod(string name) => Assert.IsType<V1Pod>(Find(name));

    public int Ready(string image) =>
        Pods.Count(pod =>
            pod.Spec.Containers[0].Image == image && pod.Status.Conditions?.Any(c => c.Status is "True") is true
        );

    public Task ReplacedAsync(string name, string image) =>
        Eventually.TrueAsync(() => Find(name)?.Spec.Containers[0].Image == image);

    public Task<V1StatefulSet> UntilAsync(Func<V1StatefulSet, bool> condition) =>
        Cluster.Objects.StatefulSets.UntilAsync(Name, set => set.Status is not null && condition(set));

    /// <summary>The controller has looked at the set as it now is.</summary>
    public async Task SettledAsync()
    {
        var marked = Cluster.Objects.StatefulSets.Change(
            TestCluster.Namespace,
            Name,
            set => set.Spec.RevisionHistoryLimit = (set.Spec.RevisionHistoryLimit ?? 10) + 1
        );
        await UntilAsync(set => set.Status.ObservedGeneration >= marked?.Metadata.Generation);
    }

    public void Scale(int replicas) =>
        Cluster.Objects.StatefulSets.Change(TestCluster.Namespace, Name, set => set.Spec.Replicas = replicas);

    public void Roll(string image) =>
        Cluster.Objects.StatefulSets.Change(
            TestCluster.Namespace,
            Name,
            set => set.Spec.Template.Spec.Containers[0].Image = image
        );

    public async Task RunAsync(int replicas, Action<V1StatefulSet>? change = null)
    {
        Create(replicas, change);
        for (var ordinal = 0; ordinal < replicas; ordinal++)
        {
            await Cluster.Objects.Pods.UntilAsync($"db-{ordinal}", _ => true);
            Cluster.MakeReady($"db-{ordinal}");
        }

        await UntilAsync(set => set.Status.ReadyReplicas == replicas);
    }

    public void Create(int replicas, Action<V1StatefulSet>? change = null)
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
        Cluster.Objects.StatefulSets.Create(set);
    }
}
