using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.KubeMonkey;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults.KubeMonkey;

public sealed class KubeMonkeyTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private static readonly Experiment Monkey = Drills.Of(
        new Fault.KubeMonkey(TimeSpan.FromSeconds(5), StartHour: 10, EndHour: 16, Forbidden: [], Allowed: [])
    ) with
    {
        Driver = Driver.KubeMonkey,
    };

    private readonly LeapingClock _time = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_pods_as_the_labels_say_are_deleted_with_the_grace_of_the_config()
    {
        Enrol(("kill-mode", "fixed"), ("kill-value", "2"));
        await using var watch = await WatchAsync();
        var injector = Injector(watch);

        var aim = await AimAsync(injector, watch);
        var injection = injector.Prepare(Monkey, aim);
        await injection.InjectAsync(Ct);
        var proof = await injection.ProveAsync(Ct);

        Assert.Equal(2, aim.Pods.DistinctBy(p => p.Uid).Count());
        Assert.All(aim.Pods, p => Assert.Equal(5, _target.Find(p.Name)?.Metadata.DeletionGracePeriodSeconds));
        Assert.Matches(
            @"^kube-monkey's next termination, after \d+ working days? at 1[0-5]:\d\d: marked for deletion: model-",
            proof
        );
        Assert.Empty(injection.Undos);
    }

    [Fact]
    public async Task All_of_them_go_where_all_are_to_go_for_nobody_is_drawn_twice()
    {
        Enrol(("kill-mode", "kill-all"));
        await using var watch = await WatchAsync();

        Assert.Equal(4, (await AimAsync(Injector(watch), watch)).Pods.DistinctBy(p => p.Uid).Count());
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_terminations()
    {
        Enrol(("kill-mode", "random-max-percent"), ("kill-value", "100"), ("mtbf", "5"));
        await using var watch = await WatchAsync();

        var (one, other) = (await AimAsync(Injector(watch), watch), await AimAsync(Injector(watch), watch));

        Assert.Equal(one.Names, other.Names);
    }

    [Fact]
    public async Task The_limit_of_the_plan_holds_whatever_the_labels_say()
    {
        Enrol(("kill-mode", "kill-all"));
        await using var watch = await WatchAsync();

        var aim = await AimAsync(Injector(watch), watch, maxPercent: 50);

        Assert.Contains("limits.max-pods", Assert.IsType<Refusal.ByTarget>(aim.Refused).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_that_rounds_to_nobody_is_refused()
    {
        Enrol(("kill-mode", "fixed-percent"), ("kill-value", "10"));
        await using var watch = await WatchAsync();

        Assert.IsType<Refusal.ByTarget>((await AimAsync(Injector(watch), watch)).Refused);
    }

    [Theory]
    [InlineData("enabled", null, "kube-monkey/enabled=enabled")]
    [InlineData("enabled", "yes", "kube-monkey/enabled=enabled")]
    [InlineData("identifier", null, "kube-monkey/identifier=model")]
    [InlineData("identifier", "other", "spec.template.metadata.labels")]
    [InlineData("mtbf", null, "kube-monkey/mtbf=2")]
    [InlineData("mtbf", "0", "kube-monkey/mtbf=2")]
    [InlineData("kill-mode", null, "kube-monkey/kill-mode=fixed kube-monkey/kill-value=1")]
    [InlineData("kill-value", "0", "kube-monkey/kill-mode=fixed kube-monkey/kill-value=1")]
    public async Task A_label_that_is_missing_or_wrong_is_told_with_what_to_write(
        string label,
        string? value,
        string write
    )
    {
        Enrol(("kill-mode", "fixed"), ("kill-value", "1"), (label, value));

        var error = await Assert.ThrowsAsync<GateException>(() =>
            Enrolment.ReadAsync(cluster.Client, "deployment", _target.Namespace, "model", Ct)
        );

        Assert.Contains(write, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_over_kills_nobody()
    {
        Enrol(("kill-mode", "fixed"), ("kill-value", "1"));
        await using var watch = await WatchAsync();
        var injector = Injector(watch);
        var aim = await AimAsync(injector, watch);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            injector.Prepare(Monkey, aim).InjectAsync(new CancellationToken(canceled: true))
        );

        Assert.All(aim.Pods, p => Assert.False(_target.IsMarked(p.Name)));
    }

    [Fact]
    public void Between_two_terminations_lie_about_as_many_working_days_as_the_mtbf_says()
    {
        var random = new Random(5);
        var fault = (Fault.KubeMonkey)Monkey.Fault;

        var drawn = Enumerable.Range(0, 5000).Select(_ => Termination.Draw(fault, 3, random)).ToList();

        Assert.InRange(drawn.Average(t => t.WorkingDays), 2.8, 3.2);
        Assert.All(drawn, t => Assert.InRange(t.At.Hour, 10, 15));
    }

    /// <summary>The workload with these labels, those that are not named being right; later ones count.</summary>
    private void Enrol(params (string Label, string? Value)[] labels)
    {
        var all = new Dictionary<string, string?>
        {
            ["enabled"] = "enabled",
            ["identifier"] = "model",
            ["mtbf"] = "2",
        };
        foreach (var (label, value) in labels)
            all[label] = value;
        cluster.Objects.Deployments.Change(
            _target.Namespace,
            "model",
            d =>
            {
                d.Metadata.Labels = all.Where(l => l.Value is not null)
                    .ToDictionary(l => $"kube-monkey/{l.Key}", l => l.Value ?? "");
                d.Spec.Template.Metadata.Labels[Enrolment.IdentifierLabel] = "model";
            }
        );
        foreach (var pod in cluster.Objects.Pods.List(_target.Namespace))
            cluster.Objects.Pods.Change(
                _target.Namespace,
                pod.Name(),
                p => p.Metadata.Labels[Enrolment.IdentifierLabel] = "model"
            );
    }

    private Task<TargetWatch> WatchAsync() => _target.WatchAsync(new RunClock(_time), Ct);

    private KubeMonkeyInjector Injector(TargetWatch watch) => new(cluster.Client, _target.Target, watch, _time);

    private static Task<Aim> AimAsync(KubeMonkeyInjector injector, TargetWatch watch, int maxPercent = 100) =>
        injector.AimAsync(Monkey, watch.State, new BlastRadius(4, maxPercent), new Random(11), Ct);
}
