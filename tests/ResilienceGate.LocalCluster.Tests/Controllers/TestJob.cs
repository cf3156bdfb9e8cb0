using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Jobs;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

/// <summary>A cluster that runs one Job, of the name <c>job</c>, whose pods end when the test says so.</summary>
internal sealed class TestJob : IAsyncDisposable
{
    public TestJob()
    {
        Cluster.Run(new JobController(Cluster.Objects, Cluster.Events, Cluster.Clock, TestCluster.Logger));
        Cluster.Run(new JobExpiryController(Cluster.Objects, Cluster.Clock, TestCluster.Logger));
        Cluster.Run(ct => new GarbageCollector(Cluster.Store).RunAsync(ct));
    }

    public TestCluster Cluster { get; } = new();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    public void Change(Action<V1Job> change) => Cluster.Objects.Jobs.Change(TestCluster.Namespace, "job", change);

    public IReadOnlyList<V1Pod> Pods => Cluster.Objects.Pods.List(ns: null);

    public IReadOnlyList<string> Running =>
        [
            .. Cluster
                .Objects.Pods.List(ns: null)
                .Where(pod => pod.Status.Phase is "Pending" or "Running" && pod.Metadata.DeletionTimestamp is null)
                .Select(pod => pod.Metadata.Name),
        ];

    public string Named(int index) =>
        Running.Single(name => name.StartsWith($"job-{index}-", StringComparison.Ordinal));

    public static bool Has(V1Job job, string condition) =>
        job.Status?.Conditions?.Any(c => c.Type == condition && c.Status is "True") is true;

    public Task<V1Job> Until(Func<V1Job, bool> condition) => Cluster.Objects.Jobs.UntilAsync("job", condition);

    public void Add(Action<V1JobSpec> change, Action<V1PodSpec>? changePod = null)
    {
        var spec = new V1JobSpec { Template = new V1PodTemplateSpec { Spec = TestCluster.PodSpec() } };
        spec.Template.Spec.RestartPolicy = "Never";
        changePod?.Invoke(spec.Template.Spec);
        change(spec);
        Cluster.Objects.Jobs.Create(
            new V1Job
            {
                ApiVersion = "batch/v1",
                Kind = "Job",
                Metadata = new V1ObjectMeta { Name = "job", NamespaceProperty = TestCluster.Namespace },
                Spec = spec,
            }
        );
    }
}
