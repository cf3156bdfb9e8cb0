using CsCheck;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Jobs;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class JobTests : IAsyncDisposable
{
    private readonly TestCluster _cluster = new();

    public JobTests()
    {
        _cluster.Run(new JobController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger));
        _cluster.Run(new JobExpiryController(_cluster.Objects, _cluster.Clock, TestCluster.Logger));
        _cluster.Run(ct => new GarbageCollector(_cluster.Store).RunAsync(ct));
    }

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

    [Fact]
    public async Task A_pod_that_someone_deletes_counts_as_failed()
    {
        AddJob(spec => spec.BackoffLimit = 0);
        await Eventually.TrueAsync(() => Running.Count is 1);
        _cluster.Objects.Pods.Delete(Pods[0], TimeSpan.Zero);
        var job = await Until(job => Has(job, "Failed"));
        Assert.Equal(1, job.Status.Failed);
        Assert.Empty(Pods);
    }

    [Fact]
    public async Task A_pod_that_the_job_itself_ends_counts_as_nothing()
    {
        AddJob(spec =>
        {
            spec.BackoffLimit = 0;
            spec.Completions = 4;
            spec.Parallelism = 2;
        });
        await Eventually.TrueAsync(() => Running.Count is 2);
        _cluster.Objects.Jobs.Change(TestCluster.Namespace, "job", job => job.Spec.Parallelism = 1);
        await Eventually.TrueAsync(() => Pods.Count is 1);
        _cluster.Objects.Jobs.Change(TestCluster.Namespace, "job", job => job.Spec.Suspend = true);
        var job = await Until(job => Has(job, "Suspended"));
        Assert.Null(job.Status.Failed);
        Assert.Empty(Pods);
    }

    [Fact]
    public async Task The_pods_of_a_job_that_is_gone_go_too()
    {
        AddJob(spec => spec.Parallelism = 2);
        await Eventually.TrueAsync(() => Running.Count is 2);
        var job = Assert.IsType<V1Job>(_cluster.Objects.Jobs.Find(TestCluster.Namespace, "job"));
        _cluster.Objects.Jobs.Delete(job);
        await Eventually.TrueAsync(() => Pods.Count is 0);
    }

    [Fact]
    public async Task An_exit_code_can_fail_the_whole_job()
    {
        AddJob(spec => spec.PodFailurePolicy = Policy("FailJob", exitCode: 42));
        await Eventually.TrueAsync(() => Running.Count is 1);
        var pod = Running[0];
        _cluster.Finish(pod, "Failed", exitCode: 42);
        var job = await Until(job => Has(job, "Failed"));
        var failure = job.Status.Conditions.First(condition => condition.Type is "Failed");
        Assert.Equal("PodFailurePolicy", failure.Reason);
        Assert.Equal(
            $"Container app for pod default/{pod} failed with exit code 42 matching FailJob rule at index 0",
            failure.Message
        );
    }

    [Fact]
    public async Task A_disruption_can_be_ignored()
    {
        AddJob(spec =>
        {
            spec.BackoffLimit = 0;
            spec.PodFailurePolicy = new V1PodFailurePolicy
            {
                Rules =
                [
                    new V1PodFailurePolicyRule
                    {
                        Action = "Ignore",
                        OnPodConditions = [new V1PodFailurePolicyOnPodConditionsPattern { Type = "DisruptionTarget" }],
                    },
                ],
            };
        });
        await Eventually.TrueAsync(() => Running.Count is 1);
        var first = Running[0];
        _cluster.Objects.Pods.ChangeStatus(
            TestCluster.Namespace,
            first,
            pod => pod.Status.Conditions = [new V1PodCondition { Type = "DisruptionTarget", Status = "True" }]
        );
        _cluster.Finish(first, "Failed");
        await _cluster.AdvanceUntilAsync(() => Running is [var next] && next != first, TimeSpan.FromSeconds(1));
        Assert.Null(_cluster.Objects.Jobs.Find(TestCluster.Namespace, "job")?.Status.Failed);
    }

    [Fact]
    public async Task An_index_that_fails_too_often_fails_alone()
    {
        AddJob(spec =>
        {
            spec.CompletionMode = "Indexed";
            spec.Completions = 2;
            spec.Parallelism = 2;
            spec.BackoffLimitPerIndex = 1;
        });
        await Eventually.TrueAsync(() => Running.Count is 2);
        _cluster.Finish(Named(1), "Failed");
        var wait = await _cluster.AdvanceUntilAsync(() => Running.Count is 2, TimeSpan.FromSeconds(1));
        Assert.InRange(wait, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11));
        _cluster.Finish(Named(1), "Failed");
        await Until(job => job.Status.FailedIndexes is "1");
        _cluster.Finish(Named(0), "Succeeded");
        var job = await Until(job => Has(job, "Failed"));
        Assert.Equal("FailedIndexes", job.Status.Conditions.First(condition => condition.Type is "Failed").Reason);
        Assert.Equal(("0", 2), (job.Status.CompletedIndexes, job.Status.Failed));
    }

    [Fact]
    public async Task With_the_policy_failed_a_pod_is_replaced_only_when_it_has_ended()
    {
        AddJob(spec => spec.PodReplacementPolicy = "Failed", pod => pod.NodeName = "node-1");
        await Eventually.TrueAsync(() => Running.Count is 1);
        var first = Running[0];
        _cluster.Objects.Pods.Delete(Pods[0], TimeSpan.FromSeconds(30));
        await Until(job => job.Status is { Active: null, Terminating: 1 });
        Assert.Empty(Running);
        _cluster.Finish(first, "Failed");
        await _cluster.AdvanceUntilAsync(() => Running is [var next] && next != first, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_success_policy_ends_a_job_before_all_indexes_are_done()
    {
        AddJob(spec =>
        {
            spec.CompletionMode = "Indexed";
            spec.Completions = 3;
            spec.Parallelism = 3;
            spec.SuccessPolicy = new V1SuccessPolicy { Rules = [new V1SuccessPolicyRule { SucceededIndexes = "0" }] };
        });
        await Eventually.TrueAsync(() => Running.Count is 3);
        _cluster.Finish(Named(0), "Succeeded");
        var job = await Until(job => Has(job, "Complete"));
        Assert.Equal("SuccessPolicy", job.Status.Conditions.First(condition => condition.Type is "Complete").Reason);
        Assert.Empty(Running);
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

    private static V1PodFailurePolicy Policy(string action, int exitCode) =>
        new()
        {
            Rules =
            [
                new V1PodFailurePolicyRule
                {
                    Action = action,
                    OnExitCodes = new V1PodFailurePolicyOnExitCodesRequirement
                    {
                        OperatorProperty = "In",
                        Values = [exitCode],
                    },
                },
            ],
        };

    private IReadOnlyList<V1Pod> Pods => _cluster.Objects.Pods.List(ns: null);

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

    private void AddJob(Action<V1JobSpec> change, Action<V1PodSpec>? changePod = null)
    {
        var spec = new V1JobSpec { Template = new V1PodTemplateSpec { Spec = TestCluster.PodSpec() } };
        spec.Template.Spec.RestartPolicy = "Never";
        changePod?.Invoke(spec.Template.Spec);
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
