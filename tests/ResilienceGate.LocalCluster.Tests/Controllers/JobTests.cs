using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Jobs;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class JobTests : IAsyncDisposable
{
    private readonly TestCluster _cluster = new();

    public JobTests() =>
        _cluster.Run(new JobController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_job_runs_as_many_pods_at_a_time_as_it_may_until_enough_have_succeeded()
    {
        AddJob(spec =>
        {
            spec.Completions = 3;
            spec.Parallelism = 2;
        });
        await Eventually.TrueAsync(() => Running.Count is 2);
        _cluster.Finish(Running[0], "Succeeded");
        await Eventually.TrueAsync(() => Running.Count is 2);
        _cluster.Finish(Running[0], "Succeeded");
        await Eventually.TrueAsync(() => Running.Count is 1);
        _cluster.Finish(Running[0], "Succeeded");
        var job = await Until(job => Has(job, "Complete"));
        Assert.Equal(
            ["Complete", "SuccessCriteriaMet"],
            job.Status.Conditions.Select(condition => condition.Type).Order()
        );
        Assert.Equal(3, job.Status.Succeeded);
        Assert.NotNull(job.Status.CompletionTime);
    }

    [Fact]
    public async Task A_job_fails_when_more_pods_failed_than_its_limit()
    {
        AddJob(spec => spec.BackoffLimit = 1);
        for (var failures = 0; failures < 2; failures++)
        {
            await _cluster.AdvanceUntilAsync(() => Running.Count is 1, TimeSpan.FromSeconds(1));
            _cluster.Finish(Running[0], "Failed");
        }

        var job = await Until(job => Has(job, "Failed"));
        Assert.Equal(
            "BackoffLimitExceeded",
            job.Status.Conditions.First(condition => condition.Type is "Failed").Reason
        );
        Assert.Equal(2, job.Status.Failed);
    }

    [Fact]
    public async Task A_job_that_is_active_for_too_long_fails_and_its_pods_end()
    {
        AddJob(spec => spec.ActiveDeadlineSeconds = 60);
        await Eventually.TrueAsync(() => Running.Count is 1);
        var waited = await _cluster.AdvanceUntilAsync(() => Running.Count is 0, TimeSpan.FromSeconds(1));
        Assert.True(waited >= TimeSpan.FromSeconds(59));
        var job = await Until(job => Has(job, "Failed"));
        Assert.Equal("DeadlineExceeded", job.Status.Conditions.First(condition => condition.Type is "Failed").Reason);
    }

    [Fact]
    public async Task A_finished_job_goes_when_its_time_to_live_is_over()
    {
        AddJob(spec => spec.TtlSecondsAfterFinished = 20);
        await Eventually.TrueAsync(() => Running.Count is 1);
        _cluster.Finish(Running[0], "Succeeded");
        await Until(job => Has(job, "Complete"));
        var lived = await _cluster.AdvanceUntilAsync(
            () => _cluster.Objects.Jobs.Find(TestCluster.Namespace, "job") is null,
            TimeSpan.FromSeconds(1)
        );
        Assert.True(lived >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_suspended_job_has_no_pods()
    {
        AddJob(spec => spec.Suspend = true);
        await Until(job => Has(job, "Suspended"));
        Assert.Empty(Running);
        _cluster.Objects.Jobs.Change(TestCluster.Namespace, "job", job => job.Spec.Suspend = false);
        await Eventually.TrueAsync(() => Running.Count is 1);
    }

    [Fact]
    public async Task Each_pod_of_an_indexed_job_has_an_index_that_is_run_until_it_succeeds()
    {
        AddJob(spec =>
        {
            spec.CompletionMode = "Indexed";
            spec.Completions = 3;
            spec.Parallelism = 3;
        });
        await Eventually.TrueAsync(() => Running.Count is 3);
        Assert.Equal(["0", "1", "2"], _cluster.Objects.Pods.List(ns: null).Select(Index).Order());
        _cluster.Finish(Named(1), "Failed");
        await _cluster.AdvanceUntilAsync(() => Running.Count is 3, TimeSpan.FromSeconds(1));
        foreach (var index in new[] { 2, 0 })
            _cluster.Finish(Named(index), "Succeeded");
        await Until(job => job.Status.CompletedIndexes is "0,2");
        _cluster.Finish(Named(1), "Succeeded");
        var job = await Until(job => Has(job, "Complete"));
        Assert.Equal("0-2", job.Status.CompletedIndexes);
    }

    private IReadOnlyList<string> Running =>
        [
            .. _cluster
                .Objects.Pods.List(ns: null)
                .Where(pod => pod.Status.Phase is "Pending" or "Running" && pod.Metadata.DeletionTimestamp is null)
                .Select(pod => pod.Metadata.Name),
        ];

    private static string Index(V1Pod pod)
    {
        var index = pod.Metadata.Annotations["batch.kubernetes.io/job-completion-index"];
        Assert.Equal(index, pod.Metadata.Labels["batch.kubernetes.io/job-completion-index"]);
        Assert.Equal($"job-{index}", pod.Spec.Hostname);
        Assert.Contains(pod.Spec.Containers[0].Env, variable => variable.Name is "JOB_COMPLETION_INDEX");
        return index;
    }

    private string Named(int index) =>
        Running.Single(name => name.StartsWith($"job-{index}-", StringComparison.Ordinal));

    private static bool Has(V1Job job, string condition) =>
        job.Status?.Conditions?.Any(c => c.Type == condition && c.Status is "True") is true;

    private Task<V1Job> Until(Func<V1Job, bool> condition) => _cluster.Objects.Jobs.UntilAsync("job", condition);

    private void AddJob(Action<V1JobSpec> change)
    {
        var spec = new V1JobSpec { Template = new V1PodTemplateSpec { Spec = TestCluster.PodSpec() } };
        spec.Template.Spec.RestartPolicy = "Never";
        change(spec);
        _cluster.Objects.Jobs.Create(
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
