using CsCheck;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Jobs;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class JobTests : IAsyncDisposable
{
    private readonly TestJob _job = new();

    public ValueTask DisposeAsync() => _job.DisposeAsync();

    [Fact]
    public async Task A_job_runs_as_many_pods_at_a_time_as_it_may_until_enough_have_succeeded()
    {
        _job.Add(spec =>
        {
            spec.Completions = 3;
            spec.Parallelism = 2;
        });
        await Eventually.TrueAsync(() => _job.Running.Count is 2);
        _job.Cluster.Finish(_job.Running[0], "Succeeded");
        await Eventually.TrueAsync(() => _job.Running.Count is 2);
        _job.Cluster.Finish(_job.Running[0], "Succeeded");
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
        _job.Cluster.Finish(_job.Running[0], "Succeeded");
        var job = await _job.Until(job => TestJob.Has(job, "Complete"));
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
        _job.Add(spec => spec.BackoffLimit = 1);
        for (var failures = 0; failures < 2; failures++)
        {
            await _job.Cluster.AdvanceUntilAsync(() => _job.Running.Count is 1, TimeSpan.FromSeconds(1));
            _job.Cluster.Finish(_job.Running[0], "Failed");
        }

        var job = await _job.Until(job => TestJob.Has(job, "Failed"));
        Assert.Equal(
            "BackoffLimitExceeded",
            job.Status.Conditions.First(condition => condition.Type is "Failed").Reason
        );
        Assert.Equal(2, job.Status.Failed);
    }

    [Fact]
    public async Task A_job_that_is_active_for_too_long_fails_and_its_pods_end()
    {
        _job.Add(spec => spec.ActiveDeadlineSeconds = 60);
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
        var waited = await _job.Cluster.AdvanceUntilAsync(() => _job.Running.Count is 0, TimeSpan.FromSeconds(1));
        Assert.True(waited >= TimeSpan.FromSeconds(59));
        var job = await _job.Until(job => TestJob.Has(job, "Failed"));
        Assert.Equal("DeadlineExceeded", job.Status.Conditions.First(condition => condition.Type is "Failed").Reason);
    }

    [Fact]
    public async Task A_finished_job_goes_when_its_time_to_live_is_over()
    {
        _job.Add(spec => spec.TtlSecondsAfterFinished = 20);
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
        _job.Cluster.Finish(_job.Running[0], "Succeeded");
        await _job.Until(job => TestJob.Has(job, "Complete"));
        var lived = await _job.Cluster.AdvanceUntilAsync(
            () => _job.Cluster.Objects.Jobs.Find(TestCluster.Namespace, "job") is null,
            TimeSpan.FromSeconds(1)
        );
        Assert.True(lived >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_suspended_job_has_no_pods()
    {
        _job.Add(spec => spec.Suspend = true);
        await _job.Until(job => TestJob.Has(job, "Suspended"));
        Assert.Empty(_job.Running);
        _job.Change(job => job.Spec.Suspend = false);
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
    }

    [Fact]
    public async Task While_a_job_is_suspended_its_pods_may_be_placed_and_sized_anew_but_not_run_anything_else()
    {
        _job.Add(spec => spec.Suspend = true);
        _job.Change(job =>
        {
            job.Spec.Template.Spec.NodeSelector = new Dictionary<string, string> { ["gpu"] = "yes" };
            job.Spec.Template.Spec.Containers[0].Resources = new V1ResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("2") },
            };
        });
        Assert.ThrowsAny<StatusException>(() =>
            _job.Change(job => job.Spec.Template.Spec.Containers[0].Image = "app:2")
        );

        _job.Change(job => job.Spec.Suspend = false);
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
        Assert.Equal("yes", _job.Pods[0].Spec.NodeSelector["gpu"]);
        Assert.ThrowsAny<StatusException>(() => _job.Change(job => job.Spec.Template.Spec.NodeSelector = null));
    }

    [Fact]
    public async Task Each_pod_of_an_indexed_job_has_an_index_that_is_run_until_it_succeeds()
    {
        _job.Add(spec =>
        {
            spec.CompletionMode = "Indexed";
            spec.Completions = 3;
            spec.Parallelism = 3;
        });
        await Eventually.TrueAsync(() => _job.Running.Count is 3);
        Assert.Equal(["0", "1", "2"], _job.Cluster.Objects.Pods.List(ns: null).Select(Index).Order());
        _job.Cluster.Finish(_job.Named(1), "Failed");
        await _job.Cluster.AdvanceUntilAsync(() => _job.Running.Count is 3, TimeSpan.FromSeconds(1));
        foreach (var index in new[] { 2, 0 })
            _job.Cluster.Finish(_job.Named(index), "Succeeded");
        await _job.Until(job => job.Status.CompletedIndexes is "0,2");
        _job.Cluster.Finish(_job.Named(1), "Succeeded");
        var job = await _job.Until(job => TestJob.Has(job, "Complete"));
        Assert.Equal("0-2", job.Status.CompletedIndexes);
    }

    [Fact]
    public async Task A_pod_that_someone_deletes_counts_as_failed()
    {
        _job.Add(spec => spec.BackoffLimit = 0);
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
        _job.Cluster.Objects.Pods.Delete(_job.Pods[0], TimeSpan.Zero);
        var job = await _job.Until(job => TestJob.Has(job, "Failed"));
        Assert.Equal(1, job.Status.Failed);
        Assert.Empty(_job.Pods);
    }

    [Fact]
    public async Task A_pod_that_the_job_itself_ends_counts_as_nothing()
    {
        _job.Add(spec =>
        {
            spec.BackoffLimit = 0;
            spec.Completions = 4;
            spec.Parallelism = 2;
        });
        await Eventually.TrueAsync(() => _job.Running.Count is 2);
        _job.Change(job => job.Spec.Parallelism = 1);
        await Eventually.TrueAsync(() => _job.Pods.Count is 1);
        _job.Change(job => job.Spec.Suspend = true);
        var job = await _job.Until(job => TestJob.Has(job, "Suspended"));
        Assert.Null(job.Status.Failed);
        Assert.Empty(_job.Pods);
    }

    [Fact]
    public async Task The_pods_of_a_job_that_is_gone_go_too()
    {
        _job.Add(spec => spec.Parallelism = 2);
        await Eventually.TrueAsync(() => _job.Running.Count is 2);
        var job = Assert.IsType<V1Job>(_job.Cluster.Objects.Jobs.Find(TestCluster.Namespace, "job"));
        _job.Cluster.Objects.Jobs.Delete(job);
        await Eventually.TrueAsync(() => _job.Pods.Count is 0);
    }

    [Fact]
    public void A_set_of_indexes_is_read_as_it_was_written() =>
        Gen.Int[0, 30]
            .Array[0, 20]
            .Sample(numbers =>
            {
                var indexes = numbers.Distinct().Order().ToList();
                Assert.Equal(indexes, JobIndexes.Parse(JobIndexes.Format(indexes), completions: 31));
            });

    private static string Index(V1Pod pod)
    {
        var index = pod.Metadata.Annotations["batch.kubernetes.io/job-completion-index"];
        Assert.Equal(index, pod.Metadata.Labels["batch.kubernetes.io/job-completion-index"]);
        Assert.Equal($"job-{index}", pod.Spec.Hostname);
        Assert.Contains(pod.Spec.Containers[0].Env, variable => variable.Name is "JOB_COMPLETION_INDEX");
        return index;
    }
}
