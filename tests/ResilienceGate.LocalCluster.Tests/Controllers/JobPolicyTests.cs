using k8s.Models;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

/// <summary>What a Job's own rules make of its pods' ends.</summary>
public sealed class JobPolicyTests : IAsyncDisposable
{
    private readonly TestJob _job = new();

    public ValueTask DisposeAsync() => _job.DisposeAsync();

    [Fact]
    public async Task An_exit_code_can_fail_the_whole_job()
    {
        _job.Add(spec => spec.PodFailurePolicy = Policy("FailJob", exitCode: 42));
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
        var pod = _job.Running[0];
        _job.Cluster.Finish(pod, "Failed", exitCode: 42);
        var job = await _job.Until(job => TestJob.Has(job, "Failed"));
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
        _job.Add(spec =>
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
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
        var first = _job.Running[0];
        _job.Cluster.Objects.Pods.ChangeStatus(
            TestCluster.Namespace,
            first,
            pod => pod.Status.Conditions = [new V1PodCondition { Type = "DisruptionTarget", Status = "True" }]
        );
        _job.Cluster.Finish(first, "Failed");
        await _job.Cluster.AdvanceUntilAsync(
            () => _job.Running is [var next] && next != first,
            TimeSpan.FromSeconds(1)
        );
        Assert.Null(_job.Cluster.Objects.Jobs.Find(TestCluster.Namespace, "job")?.Status.Failed);
    }

    [Fact]
    public async Task An_index_that_fails_too_often_fails_alone()
    {
        _job.Add(spec =>
        {
            spec.CompletionMode = "Indexed";
            spec.Completions = 2;
            spec.Parallelism = 2;
            spec.BackoffLimitPerIndex = 1;
        });
        await Eventually.TrueAsync(() => _job.Running.Count is 2);
        _job.Cluster.Finish(_job.Named(1), "Failed");
        var wait = await _job.Cluster.AdvanceUntilAsync(() => _job.Running.Count is 2, TimeSpan.FromSeconds(1));
        Assert.InRange(wait, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11));
        _job.Cluster.Finish(_job.Named(1), "Failed");
        await _job.Until(job => job.Status.FailedIndexes is "1");
        _job.Cluster.Finish(_job.Named(0), "Succeeded");
        var job = await _job.Until(job => TestJob.Has(job, "Failed"));
        Assert.Equal("FailedIndexes", job.Status.Conditions.First(condition => condition.Type is "Failed").Reason);
        Assert.Equal(("0", 2), (job.Status.CompletedIndexes, job.Status.Failed));
    }

    [Fact]
    public async Task With_the_policy_failed_a_pod_is_replaced_only_when_it_has_ended()
    {
        _job.Add(spec => spec.PodReplacementPolicy = "Failed", pod => pod.NodeName = "node-1");
        await Eventually.TrueAsync(() => _job.Running.Count is 1);
        var first = _job.Running[0];
        _job.Cluster.Objects.Pods.Delete(_job.Pods[0], TimeSpan.FromSeconds(30));
        await _job.Until(job => job.Status is { Active: null, Terminating: 1 });
        Assert.Empty(_job.Running);
        _job.Cluster.Finish(first, "Failed");
        await _job.Cluster.AdvanceUntilAsync(
            () => _job.Running is [var next] && next != first,
            TimeSpan.FromSeconds(1)
        );
    }

    [Fact]
    public async Task A_success_policy_ends_a_job_before_all_indexes_are_done()
    {
        _job.Add(spec =>
        {
            spec.CompletionMode = "Indexed";
            spec.Completions = 3;
            spec.Parallelism = 3;
            spec.SuccessPolicy = new V1SuccessPolicy { Rules = [new V1SuccessPolicyRule { SucceededIndexes = "0" }] };
        });
        await Eventually.TrueAsync(() => _job.Running.Count is 3);
        _job.Cluster.Finish(_job.Named(0), "Succeeded");
        var job = await _job.Until(job => TestJob.Has(job, "Complete"));
        Assert.Equal("SuccessPolicy", job.Status.Conditions.First(condition => condition.Type is "Complete").Reason);
        Assert.Empty(_job.Running);
    }

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
}
