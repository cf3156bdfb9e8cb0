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
                "waiting for the rollout: 1 replicas of an older version are still there",
                "waiting for the rollout: 2 of 3 replicas are available",
            ],
            said
        );
    }

    [Fact]
    public async Task A_rollout_that_is_not_complete_in_time_ends_the_run_with_what_is_missing()
    {
        Status(observed: 1, updated: 3, all: 3, available: 1);
        var began = _time.GetUtcNow();

        var abort = await Assert.ThrowsAsync<RunAbortedException>(() =>
            new Rollout(cluster.Client, _time).CompleteAsync(_target.Plan, _ => { }, Ct)
        );

        Assert.Contains("after 5 minutes: 1 of 3 replicas are available", abort.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"kubectl -n {_target.Namespace} rollout status deployment/model",
            abort.Message,
            StringComparison.Ordinal
        );
        Assert.True(_time.GetUtcNow() - began > TimeSpan.FromMinutes(5));
    }

    private void Status(long observed, int updated, int all, int available) =>
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
                }
        );
}
