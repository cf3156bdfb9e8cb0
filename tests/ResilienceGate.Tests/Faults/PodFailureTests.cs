using System.Net;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

public sealed class PodFailureTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IAsyncLifetime
{
    private const string Pause = "registry.k8s.io/pause:3.10";

    private readonly LeapingClock _time = new();
    private readonly ApiFaults _faults = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 2);
    private TargetWatch? _watch;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private TargetWatch Watch => _watch ?? throw new InvalidOperationException();

    public async ValueTask InitializeAsync() => _watch = await _target.WatchAsync(new RunClock(_time), Ct);

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        _faults.Dispose();
    }

    [Fact]
    public async Task The_victims_images_are_swapped_and_given_back_and_nobody_elses()
    {
        var injection = await PrepareAsync();

        await injection.InjectAsync(Ct);

        Assert.Equal((Pause, "r1"), State());
        Assert.Equal("{\"c\":\"c:1\"}", Pod().GetAnnotation(Labels.OwnImages));
        Assert.Equal("c:1", _target.Find("model-2")?.Spec.Containers[0].Image);
        Assert.Equal(TimeSpan.FromSeconds(30), injection.Hold);
        Assert.Equal("pod model-1 has its own images again", await RevertAsync(injection));
        Assert.Equal(("c:1", null), State());
        Assert.Null(Pod().GetAnnotation(Labels.OwnImages));
        Assert.Null(await RevertAsync(injection));
    }

    [Fact]
    public async Task It_takes_effect_when_the_container_does_not_run_any_more_as_it_did()
    {
        var injection = await PrepareAsync();
        await injection.InjectAsync(Ct);
        cluster.Objects.Pods.ChangeStatus(
            _target.Namespace,
            "model-1",
            pod =>
                pod.Status.ContainerStatuses[0].State = new V1ContainerState
                {
                    Waiting = new V1ContainerStateWaiting { Reason = "CrashLoopBackOff" },
                }
        );

        Assert.Equal("ended: every container of model-1", await injection.ProveAsync(Ct));
    }

    [Fact]
    public async Task A_container_that_goes_on_as_it_did_proves_nothing()
    {
        await Watch.DisposeAsync();
        _watch = await _target.WatchAsync(new RunClock(new LeapingClock(TimeSpan.FromMinutes(2))), Ct);
        var injection = await PrepareAsync();

        Assert.Null(await injection.ProveAsync(Ct));
    }

    [Fact]
    public async Task Nothing_injected_is_nothing_to_revert_and_can_no_more_be_injected_afterwards()
    {
        var injection = await PrepareAsync();

        Assert.Null(await RevertAsync(injection));
        Assert.Null(Pod().GetAnnotation(Labels.Fence));

        await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));
        Assert.Equal(("c:1", null), State());
    }

    [Fact]
    public async Task A_pod_that_has_gone_is_nothing_to_revert()
    {
        var injection = await PrepareAsync();
        await injection.InjectAsync(Ct);
        _target.Finish("model-1");

        Assert.Null(await RevertAsync(injection));
    }

    [Fact]
    public async Task Cancelled_in_the_middle_a_swap_that_commits_late_is_undone()
    {
        var injection = await PrepareAsync();
        using var cancel = new CancellationTokenSource();
        _faults.Before(HttpMethod.Patch, "/pods/model-1", cancel.Cancel);

        await injection.InjectAsync(cancel.Token);

        Assert.Equal((Pause, "r1"), State());
        Assert.NotNull(await RevertAsync(injection));
        Assert.Equal(("c:1", null), State());
    }

    [Fact]
    public async Task A_swap_whose_answer_was_an_error_is_the_runs_own()
    {
        var injection = await PrepareAsync();
        _faults.Before(
            HttpMethod.Patch,
            "/pods/model-1",
            () =>
                cluster.Objects.Pods.Change(
                    _target.Namespace,
                    "model-1",
                    p =>
                    {
                        p.Spec.Containers[0].Image = Pause;
                        p.SetAnnotation(Labels.SwappedBy, "r1");
                    }
                )
        );

        await injection.InjectAsync(Ct);

        Assert.NotNull(await RevertAsync(injection));
        Assert.Equal(("c:1", null), State());
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task A_policy_that_forbids_the_image_refuses_the_injection_in_its_own_words(HttpStatusCode code)
    {
        var injection = await PrepareAsync();
        _faults.Refuse(HttpMethod.Patch, "/pods/model-1", code, "no such registry here");

        var refusal = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.EndsWith("no such registry here", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revert_that_is_refused_fails()
    {
        var injection = await PrepareAsync();
        await injection.InjectAsync(Ct);
        _faults.Refuse(HttpMethod.Patch, "/pods/model-1", HttpStatusCode.Forbidden, "not you");

        await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() => RevertAsync(injection));

        Assert.Equal($"kubectl -n {_target.Namespace} delete pod model-1", injection.Undos[0].ByHand);
    }

    [Fact]
    public async Task Whoever_knows_only_the_cluster_gives_back_what_the_pod_has_noted()
    {
        var injection = await PrepareAsync();
        await injection.InjectAsync(Ct);
        var swap = new ImageSwap(cluster.Client, _target.Namespace);

        Assert.Null(await swap.RestoreAsync("model-1", "other", images: null, Ct));
        Assert.NotNull(await swap.RestoreAsync("model-1", "r1", images: null, Ct));

        Assert.Equal(("c:1", null), State());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("{}")]
    public async Task A_pod_whose_note_is_lost_is_an_error_that_names_the_way_out(string? note)
    {
        var injection = await PrepareAsync();
        await injection.InjectAsync(Ct);
        cluster.Objects.Pods.Change(
            _target.Namespace,
            "model-1",
            p =>
            {
                p.Metadata.Annotations.Remove(Labels.OwnImages);
                if (note is not null)
                    p.Metadata.Annotations[Labels.OwnImages] = note;
            }
        );

        var error = await Assert.ThrowsAsync<GateException>(() =>
            new ImageSwap(cluster.Client, _target.Namespace).RestoreAsync("model-1", "r1", images: null, Ct)
        );

        Assert.Contains("Delete it", error.Message, StringComparison.Ordinal);
        Assert.NotNull(await RevertAsync(injection));
    }

    private async Task<IInjection> PrepareAsync()
    {
        var experiment = Drills.Of(new Fault.PodFailure(TimeSpan.FromSeconds(30), Pause));
        var injector = new PodFailureInjector(cluster.Connect(_faults), "r1", _target.Target, Watch, _time);
        for (var seed = 0; ; seed++)
        {
            var aim = await injector.AimAsync(experiment, Watch.State, new BlastRadius(2, 50), new Random(seed), Ct);
            if (aim.Pods[0].Name is "model-1")
                return injector.Prepare(experiment, aim);
        }
    }

    private static async Task<string?> RevertAsync(IInjection injection) =>
        await Assert.Single(injection.Undos).RunAsync(Ct);

    private V1Pod Pod() => Assert.IsType<V1Pod>(_target.Find("model-1"));

    private (string Image, string? By) State() => (Pod().Spec.Containers[0].Image, ImageSwap.RunOf(Pod()));
}
