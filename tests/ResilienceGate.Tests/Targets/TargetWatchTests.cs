using System.Net;
using k8s;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Targets;

public sealed class TargetWatchTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly SteppedClock _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_there_at_the_start_is_known_when_the_watch_has_started()
    {
        var target = TestTarget.Create(cluster, 3);
        target.AddPod("neighbour", app: "other");

        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);

        Assert.True(watch.State.IsSettled);
        Assert.Empty(watch.State.Foreign);
        Assert.Equal(
            ["model-1", "model-2", "model-3"],
            watch.State.Serving.Select(p => p.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Each_step_of_a_pods_life_is_noted_when_it_is_first_seen()
    {
        var target = TestTarget.Create(cluster, 1);
        var clock = new RunClock(_time);
        await using var watch = await target.WatchAsync(clock, Ct);

        target.AddPod("new");
        var created = await SeenAsync(watch, "new", _ => true);
        _time.Advance(TimeSpan.FromSeconds(1));
        target.Report("new", "PodScheduled");
        await SeenAsync(watch, "new", p => p.Scheduled is not null);
        _time.Advance(TimeSpan.FromSeconds(1));
        target.Report("new", "PodScheduled", "PodReadyToStartContainers", "Initialized");
        await SeenAsync(watch, "new", p => p.Initialized is not null);
        _time.Advance(TimeSpan.FromSeconds(1));
        target.MakeReady("new");
        await SeenAsync(watch, "new", p => p is { Ready: not null, InEndpoints: not null });
        _time.Advance(TimeSpan.FromSeconds(1));
        // It falters, and comes back: the first time counts.
        target.Report("new", "PodScheduled");
        target.TakeOutOfEndpoints("new");
        await SeenAsync(watch, "new", p => !p.IsEndpoint);
        _time.Advance(TimeSpan.FromSeconds(1));
        target.MakeReady("new");
        var pod = await SeenAsync(watch, "new", p => p.IsServing);

        Assert.Equal(clock.Started, created.Created);
        Assert.Equal(
            [0, 1, 1, 2, 2, 3, 3],
            new[]
            {
                pod.Created,
                pod.Scheduled,
                pod.Running,
                pod.ReadyToStart,
                pod.Initialized,
                pod.Ready,
                pod.InEndpoints,
            }.Select(at => (int)((at - clock.Started) ?? TimeSpan.MaxValue).TotalSeconds)
        );
    }

    [Fact]
    public async Task A_pod_that_is_asked_to_go_serves_no_more_and_is_kept_when_it_is_gone()
    {
        var target = TestTarget.Create(cluster, 2);
        var clock = new RunClock(_time);
        await using var watch = await target.WatchAsync(clock, Ct);
        var uid = watch.State.Serving.Single(p => p.Name == "model-1").Uid;

        _time.Advance(TimeSpan.FromSeconds(1));
        await cluster.Client.CoreV1.DeleteNamespacedPodAsync("model-1", target.Namespace, cancellationToken: Ct);
        var marked = await SeenAsync(watch, "model-1", p => p.DeletionMarked is not null);
        _time.Advance(TimeSpan.FromSeconds(1));
        target.Finish("model-1");
        var gone = await SeenAsync(watch, "model-1", p => p.Gone is not null);

        Assert.True(marked is { IsAlive: true, IsEndpoint: true, IsServing: false });
        Assert.Equal(clock.Started + TimeSpan.FromSeconds(1), gone.DeletionMarked);
        Assert.Equal(clock.Started + TimeSpan.FromSeconds(2), gone.Gone);
        Assert.False(gone.IsEndpoint);
        Assert.True(watch.State.Pods.ContainsKey(uid));
        Assert.False(watch.State.IsSettled);
        watch.Desire(1);
        Assert.True(watch.State.IsSettled);
    }

    [Fact]
    public async Task A_slice_that_is_deleted_takes_its_endpoints_with_it()
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);

        await cluster.Client.DiscoveryV1.DeleteNamespacedEndpointSliceAsync(
            "model",
            target.Namespace,
            cancellationToken: Ct
        );

        await SeenAsync(watch, "model-1", p => !p.IsEndpoint);
    }

    [Fact]
    public async Task A_pod_that_goes_between_the_list_and_the_watch_is_seen_to_go()
    {
        var target = TestTarget.Create(cluster, 2);
        using var faults = new ApiFaults();
        faults.Before(HttpMethod.Get, "/pods?*watch=true", () => target.Finish("model-1"));

        await using var watch = await target.WatchAsync(cluster.Connect(faults), new RunClock(_time), Ct);

        await SeenAsync(watch, "model-1", p => p.Gone is not null);
        Assert.Equal(["model-2"], watch.State.Serving.Select(p => p.Name));
    }

    [Fact]
    public async Task A_watch_that_broke_is_started_again_and_finds_what_went_meanwhile()
    {
        var target = TestTarget.Create(cluster, 2);
        using var faults = new ApiFaults();
        faults.Disconnect(HttpMethod.Get, "/pods?*watch=true", times: 1);
        faults.Refuse(HttpMethod.Get, "/pods?*watch=true", HttpStatusCode.Gone, "too old", times: 1);
        await using var watch = await target.WatchAsync(cluster.Connect(faults), new RunClock(_time), Ct);

        target.Finish("model-1");
        await _time.EndWaitAsync(TimeSpan.FromMilliseconds(250), Ct);
        await SeenAsync(watch, "model-1", p => p.Gone is not null);
        target.Finish("model-2");
        await _time.EndWaitAsync(TimeSpan.FromMilliseconds(250), Ct);

        await SeenAsync(watch, "model-2", p => p.Gone is not null);
    }

    [Fact]
    public async Task An_error_in_the_midst_of_a_watch_begins_it_again()
    {
        var target = TestTarget.Create(cluster, 1);
        using var faults = new ApiFaults();
        var error = """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410}""";
        faults.Answer(HttpMethod.Get, "/pods?*watch=true", $$"""{"type":"ERROR","object":{{error}}}""");
        await using var watch = await target.WatchAsync(cluster.Connect(faults), new RunClock(_time), Ct);

        target.Finish("model-1");
        await _time.EndWaitAsync(TimeSpan.FromMilliseconds(250), Ct);

        await SeenAsync(watch, "model-1", p => p.Gone is not null);
    }

    [Fact]
    public async Task A_cluster_that_does_not_say_what_there_is_is_given_up()
    {
        var target = TestTarget.Create(cluster, 1);
        using var faults = new ApiFaults();
        faults.Refuse(HttpMethod.Get, "/endpointslices", HttpStatusCode.Forbidden, "not for you");

        var starting = target.WatchAsync(cluster.Connect(faults), new RunClock(_time), Ct);
        for (var pause = 0; pause < 4; pause++)
            await _time.EndWaitAsync(TimeSpan.FromMilliseconds(250), Ct);

        var refusal = await Assert.ThrowsAsync<GateException>(() => starting);
        Assert.EndsWith("not for you", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_else_answers_behind_the_service_is_foreign()
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        target.AddPod("canary", app: "other");

        target.MakeReady("canary");

        var state = await watch.WaitAsync(s => s.Foreign.Any(), Long, Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct);
        Assert.Equal(["canary"], Assert.IsType<TargetState>(state).Foreign.Select(e => e.Name));
        Assert.True(state.IsSettled);
    }

    [Fact]
    public async Task A_state_that_does_not_come_in_time_is_null()
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        watch.Desire(2);

        var waiting = watch.WaitAsync(s => s.IsSettled, TimeSpan.FromSeconds(30), Ct);
        await _time.EndWaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        var target = TestTarget.Create(cluster, 1);
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        watch.Desire(2);
        using var cancel = new CancellationTokenSource();

        var waiting = watch.WaitAsync(s => s.IsSettled, Long, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Starting_can_be_cancelled_while_the_api_does_not_answer()
    {
        var target = TestTarget.Create(cluster, 1);
        using var faults = new ApiFaults();
        var hangs = faults.Hang(HttpMethod.Get, "/endpointslices");
        using var cancel = new CancellationTokenSource();

        var starting = TargetWatch.StartAsync(
            cluster.Connect(faults),
            target.Target,
            new RunClock(_time),
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            cancel.Token
        );
        await hangs.WaitAsync(Ct);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Equal(0, faults.Hanging);
    }

    private static async Task<PodTimes> SeenAsync(TargetWatch watch, string pod, Func<PodTimes, bool> until)
    {
        var state = await watch
            .WaitAsync(s => s.Pods.Values.Any(p => p.Name == pod && until(p)), Long, Ct)
            .WaitAsync(TimeSpan.FromMinutes(1), Ct);
        return Assert.IsType<TargetState>(state).Pods.Values.Single(p => p.Name == pod);
    }
}
