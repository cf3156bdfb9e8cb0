using k8s.Models;
using ResilienceGate.Experiments;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Targets;

public sealed class RolloutTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private readonly LeapingClock _time = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rollout_is_waited_for_and_each_thing_that_is_missing_is_said_once()
    {
        var said = new List<string>();
        var next = new Queue<Action>([
            () => Status(observed: 1, updated: 2, all: 4, available: 3),
            () => Status(observed: 1, updated: 3, all: 4, available: 4),
            () => Status(observed: 1, updated: 3, all: 3, available: 2),
            () => Status(observed: 1, updated: 3, all: 3, available: 3),
        ]);

        await new Rollout(cluster.Client, _time).CompleteAsync(
            _target.Plan,
            _target.Target.Selector,
            message =>
            {
                said.Add(message);
                next.Dequeue()();
            },
            Ct
        );

        Assert.Equal(
            [
                "waiting for the rollout: its controller has not seen its newest specification yet",
                "waiting for the rollout: 2 of 3 replicas are of the newest version",
                "waiting for the rollout: replicas of an older version are still there: 1",
                "waiting for the rollout: 2 of 3 replicas are available",
            ],
            said
        );
    }

    [Fact]
    public async Task A_rollout_that_its_controller_calls_failed_ends_the_run()
    {
        Status(observed: 1, updated: 3, all: 3, available: 1, reason: "ProgressDeadlineExceeded");

        var abort = await Assert.ThrowsAsync<RunAbortedException>(CompleteAsync);

        Assert.StartsWith(
            "its rollout failed (it has timed out progressing): 1 of 3 replicas are available; see",
            abort.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"kubectl -n {_target.Namespace} rollout status deployment/model",
            abort.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_failure_of_an_older_generation_is_not_this_versions()
    {
        Status(observed: 0, updated: 3, all: 3, available: 3, reason: "ProgressDeadlineExceeded");

        await new Rollout(cluster.Client, _time).CompleteAsync(
            _target.Plan,
            _target.Target.Selector,
            _ => Status(observed: 1, updated: 3, all: 3, available: 3),
            Ct
        );
    }

    [Theory]
    [InlineData(null, 11)]
    [InlineData(60, 2)]
    public async Task A_rollout_that_does_not_move_and_did_not_fail_is_no_fault_of_the_model(int? deadline, int minutes)
    {
        Change(d => d.Spec.ProgressDeadlineSeconds = deadline);
        Status(observed: 2, updated: 3, all: 3, available: 1);
        var began = _time.GetUtcNow();

        var error = await Assert.ThrowsAsync<GateException>(CompleteAsync);

        Assert.Contains("nothing says that it failed: 1 of 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(minutes, (_time.GetUtcNow() - began).TotalMinutes, tolerance: 0.1);
    }

    [Fact]
    public async Task Pods_that_crash_again_and_again_are_a_failed_rollout()
    {
        Status(observed: 1, updated: 3, all: 3, available: 2);
        cluster.Objects.Pods.ChangeStatus(
            _target.Namespace,
            "model-3",
            pod =>
                pod.Status.ContainerStatuses[0].State = new V1ContainerState
                {
                    Waiting = new V1ContainerStateWaiting { Reason = "CrashLoopBackOff" },
                }
        );

        var abort = await Assert.ThrowsAsync<RunAbortedException>(CompleteAsync);

        Assert.Contains("pod model-3 crashes again and again", abort.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_rollout_is_named_with_its_remedy()
    {
        Change(d => d.Spec.Paused = true);
        Status(observed: 2, updated: 1, all: 3, available: 3);

        var error = await Assert.ThrowsAsync<GateException>(CompleteAsync);

        Assert.Contains("rollout resume deployment/model", error.Message, StringComparison.Ordinal);
    }

    private Task CompleteAsync() =>
        new Rollout(cluster.Client, _time).CompleteAsync(_target.Plan, _target.Target.Selector, _ => { }, Ct);

    private void Change(Action<V1Deployment> change) =>
        cluster.Objects.Deployments.Change(_target.Namespace, "model", change);

    private void Status(long observed, int updated, int all, int available, string? reason = null) =>
        cluster.Objects.Deployments.ChangeStatus(
            _target.Namespace,
            "model",
            d =>
                d.Status = new V1DeploymentStatus
                {
                    ObservedGeneration = observed,
                    UpdatedReplicas = updated,
                    Replicas = all,
                    AvailableReplicas = available,
                    Conditions = reason is null
                        ? []
                        :
                        [
                            new V1DeploymentCondition
                            {
                                Type = "Progressing",
                                Status = "False",
                                Reason = reason,
                                Message = "it has timed out progressing",
                            },
                        ],
                }
        );
}
