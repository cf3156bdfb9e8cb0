using System.Net;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Targets;

public sealed class WorkloadWatchTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IAsyncLifetime
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly SteppedClock _time = new();
    private readonly ApiFaults _faults = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 2);
    private TargetWatch? _watch;
    private Target? _tested;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private TargetWatch Watch => _watch ?? throw new InvalidOperationException();

    public async ValueTask InitializeAsync()
    {
        _watch = await _target.WatchAsync(new RunClock(_time), Ct);
        var workload = await Workload.ReadAsync(cluster.Client, _target.Plan, Ct);
        _tested = _target.Target with { PodTemplate = KubernetesJson.Serialize(workload.Template) };
    }

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        _faults.Dispose();
    }

    [Fact]
    public async Task What_an_autoscaler_wants_is_what_a_settled_target_has()
    {
        var running = RunAsync();

        _target.Change(spec => spec.Replicas = 3);
        await LookAsync(running);

        Assert.Equal(3, Watch.State.Desired);
        Assert.False(Watch.State.IsSettled);
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task Another_version_in_the_midst_of_a_run_ends_it()
    {
        var running = RunAsync();

        _target.Change(spec => spec.Template.Spec.Containers[0].Image = "c:2");
        await _time.EndWaitAsync(Poll, Ct);

        var changed = await Assert.ThrowsAsync<GateException>(() => running.WaitAsync(Ct));
        Assert.Contains("has another pod template by now", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_deleted_in_the_midst_of_a_run_ends_it()
    {
        var running = RunAsync();

        _target.Delete();
        await _time.EndWaitAsync(Poll, Ct);

        var gone = await Assert.ThrowsAsync<GateException>(() => running.WaitAsync(Ct));
        Assert.Contains("was deleted while it was tested", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_of_somebody_else_behind_the_same_service_end_the_run_when_they_stay()
    {
        _target.AddStranger("stranger");
        await Watch.WaitAsync(s => s.Foreign.Any(), TimeSpan.FromHours(1), Ct);
        var running = RunAsync();

        await LookAsync(running);
        for (var look = 0; look < 4; look++)
            await LookAgainAsync(running);
        Assert.False(running.IsCompleted);
        _time.Advance(Poll);

        var other = await Assert.ThrowsAsync<GateException>(() => running.WaitAsync(Ct));
        Assert.Contains("sends traffic to stranger too", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_does_not_tell_for_a_while_is_asked_again()
    {
        _faults.Refuse(HttpMethod.Get, "/deployments/", HttpStatusCode.InternalServerError, "etcd", times: 1);
        var running = RunAsync();

        _target.Change(spec => spec.Replicas = 1);
        await LookAsync(running);
        Assert.Equal(2, Watch.State.Desired);
        await LookAgainAsync(running);

        Assert.Equal(1, Watch.State.Desired);
        Assert.False(running.IsCompleted);
    }

    private Task RunAsync() =>
        new WorkloadWatch(cluster.Connect(_faults), _target.Plan, Watch, _time, NullLogger.Instance).RunAsync(
            _tested ?? throw new InvalidOperationException(),
            Ct
        );

    /// <summary>Lets it look once, and returns when it waits again.</summary>
    private async Task LookAsync(Task running)
    {
        await _time.SeeWaitAsync(Poll, Ct);
        await LookAgainAsync(running);
    }

    private async Task LookAgainAsync(Task running)
    {
        _time.Advance(Poll);
        await await Task.WhenAny(running, _time.SeeWaitAsync(Poll, Ct));
    }
}
