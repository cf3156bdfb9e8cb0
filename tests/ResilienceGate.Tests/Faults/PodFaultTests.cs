using System.Net;
using k8s;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.PodEvict;
using ResilienceGate.Faults.PodKill;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

/// <summary>Pods that are deleted, and pods that are evicted: what both must do.</summary>
public sealed class PodFaultTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private readonly LeapingClock _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["pod-kill", "pod-evict"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_victims_go_with_the_grace_that_is_asked_for_and_nobody_else(string kind)
    {
        var target = TestTarget.Create(cluster, 3);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        var injection = Prepare(kind, target, watch, TimeSpan.FromSeconds(7), "model-1", "model-3");

        await injection.InjectAsync(Ct);
        var proof = await injection.ProveAsync(Ct);

        Assert.Equal(7, target.Find("model-1")?.Metadata.DeletionGracePeriodSeconds);
        Assert.True(target.IsMarked("model-3"));
        Assert.False(target.IsMarked("model-2"));
        var uid = Assert.IsType<V1Pod>(target.Find("model-1")).Uid()[..8];
        Assert.StartsWith($"marked for deletion: model-1 (uid {uid}), model-3 (uid ", proof, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, injection.Hold);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_a_grace_the_pods_own_is_kept(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);

        await Prepare(kind, target, watch, grace: null, "model-1").InjectAsync(Ct);

        Assert.Equal(30, target.Find("model-1")?.Metadata.DeletionGracePeriodSeconds);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_replacement_of_the_same_name_is_not_hit(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        var injection = Prepare(kind, target, watch, grace: null, "model-1");
        target.Finish("model-1");
        target.AddPod("model-1");

        var refusal = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.Contains("pod model-1 had gone before", refusal.Message, StringComparison.Ordinal);
        Assert.False(target.IsMarked("model-1"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_pod_that_has_gone_refuses_the_injection(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        var injection = Prepare(kind, target, watch, grace: null, "model-1");
        target.Finish("model-1");

        var refusal = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.Contains("pod model-1 had gone before", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task There_is_nothing_to_revert(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);

        Assert.Empty(Prepare(kind, target, watch, grace: null, "model-1").Undos);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cancelled_in_the_middle_a_request_that_hangs_is_given_up_in_the_end(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        using var faults = new ApiFaults();
        var injection = Prepare(kind, target, watch, grace: null, cluster.Connect(faults), "model-1");
        var waits = faults.Hang(kind is "pod-kill" ? HttpMethod.Delete : HttpMethod.Post, "/pods/model-1");
        using var cancel = new CancellationTokenSource();

        var injecting = injection.InjectAsync(cancel.Token);
        await waits.WaitAsync(Ct);
        await cancel.CancelAsync();
        Assert.Equal(1, faults.Hanging);
        _time.Advance(MutatingCalls.Grace);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => injecting);
        Assert.Equal(0, faults.Hanging);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_pod_that_goes_while_the_proof_is_awaited_proves_it(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        var injection = Prepare(kind, target, watch, grace: null, "model-1");

        var proving = injection.ProveAsync(Ct);
        target.Finish("model-1");

        Assert.NotNull(await proving);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_pod_that_stands_as_before_proves_nothing(string kind)
    {
        var target = TestTarget.Create(cluster, 2);
        var leaping = new LeapingClock(TimeSpan.FromMinutes(1));
        await using var watch = await target.WatchAsync(new RunClock(leaping), Ct);
        target.Finish("model-1");

        Assert.Null(await Prepare(kind, target, watch, grace: null, "model-1", "model-2").ProveAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cancelled_in_the_middle_a_request_that_is_answered_runs_to_its_end(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        using var faults = new ApiFaults();
        using var cancel = new CancellationTokenSource();
        var injection = Prepare(kind, target, watch, grace: null, cluster.Connect(faults), "model-1");
        faults.Before(kind is "pod-kill" ? HttpMethod.Delete : HttpMethod.Post, "/pods/model-1", cancel.Cancel);

        await injection.InjectAsync(cancel.Token);

        Assert.True(target.IsMarked("model-1"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_run_that_is_over_asks_for_nothing(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Prepare(kind, target, watch, grace: null, "model-1").InjectAsync(new CancellationToken(canceled: true))
        );

        Assert.False(target.IsMarked("model-1"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_api_that_is_busy_for_a_moment_is_asked_again(string kind)
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        using var faults = new ApiFaults();
        var method = kind is "pod-kill" ? HttpMethod.Delete : HttpMethod.Post;
        faults.Refuse(method, "/pods/model-1", HttpStatusCode.ServiceUnavailable, "no leader", times: 1);

        await Prepare(kind, target, watch, grace: null, cluster.Connect(faults), "model-1").InjectAsync(Ct);

        Assert.True(target.IsMarked("model-1"));
    }

    [Fact]
    public async Task A_pod_under_two_budgets_cannot_be_evicted_and_refuses_the_injection()
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        await cluster.ForbidEvictionsAsync(target, Ct, "one");
        await cluster.ForbidEvictionsAsync(target, Ct, "two");

        var refusal = await Assert.ThrowsAsync<InjectionRefusedException>(() =>
            Prepare("pod-evict", target, watch, grace: null, "model-1").InjectAsync(Ct)
        );

        Assert.Contains("more than one PodDisruptionBudget", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_the_api_is_no_refusal()
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        using var faults = new ApiFaults();
        faults.Refuse(HttpMethod.Delete, "/pods/", HttpStatusCode.InternalServerError, "etcd");

        var error = await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() =>
            Prepare("pod-kill", target, watch, grace: null, cluster.Connect(faults), "model-1").InjectAsync(Ct)
        );

        Assert.Equal("etcd", error.Explain());
    }

    private IInjection Prepare(
        string kind,
        TestTarget target,
        TargetWatch watch,
        TimeSpan? grace,
        params string[] victims
    ) => Prepare(kind, target, watch, grace, cluster.Client, victims);

    private IInjection Prepare(
        string kind,
        TestTarget target,
        TargetWatch watch,
        TimeSpan? grace,
        IKubernetes client,
        params string[] victims
    )
    {
        var aim = Aim.At([
            .. watch
                .State.Pods.Values.Where(p => victims.Contains(p.Name))
                .OrderBy(p => p.Name, StringComparer.Ordinal),
        ]);
        return kind is "pod-kill"
            ? new PodKillInjector(client, target.Target, watch, _time).Prepare(Drills.Of(new Fault.PodKill(grace)), aim)
            : new PodEvictInjector(client, target.Target, watch, _time).Prepare(
                Drills.Of(new Fault.PodEvict(grace)),
                aim
            );
    }
}
