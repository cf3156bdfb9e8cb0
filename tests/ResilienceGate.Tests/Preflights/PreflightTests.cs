using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Journals;
using ResilienceGate.Leases;
using ResilienceGate.Plans;
using ResilienceGate.Preflights;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Halts;
using ResilienceGate.Tests.Journals;
using ResilienceGate.Tests.Plans;

namespace ResilienceGate.Tests.Preflights;

public sealed class PreflightTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);

    private readonly LeapingClock _time = new();
    private readonly ApiFaults _faults = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _faults.Dispose();

    [Fact]
    public async Task A_cluster_that_allows_everything_says_which_one_it_is()
    {
        var facts = await CheckAsync(Plan());

        var system = await cluster.Client.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: Ct);
        Assert.Equal(system.Metadata.Uid, facts.Id);
        Assert.Matches(@"^1\.\d+$", facts.Version);
        Assert.Equal(PlanHash.Of(Plan()), facts.Fingerprint(Plan(), "amd64").Plan);
    }

    [Fact]
    public async Task Nothing_is_changed_by_the_preflight()
    {
        await CheckAsync(Plan());

        Assert.All(
            _faults.Asked,
            a =>
                Assert.True(
                    a.StartsWith("GET", StringComparison.Ordinal)
                        || a.Contains("selfsubjectaccessreviews", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task A_gate_that_is_told_to_halt_does_not_begin()
    {
        HaltSwitches.Throw(cluster, _target.Namespace, "a night without experiments");

        var error = await RefusedAsync(Plan());

        Assert.Contains(
            $"{_target.Namespace}/resilience-gate-halt (a night without experiments)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_named_with_the_options_to_check()
    {
        _faults.Disconnect(HttpMethod.Get, "/version");

        var error = await RefusedAsync(Plan());

        Assert.Contains(cluster.Client.BaseUri.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_permission_that_is_missing_is_listed_once()
    {
        var plan = Plan();
        var answers = new SelfReviews(p => p is not ({ Resource: "pods", Verb: "delete" } or { Resource: "nodes" }));
        using var client = new Kubernetes(
            KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Kubeconfig),
            answers
        );

        var error = await Assert.ThrowsAsync<GateException>(() =>
            new Preflight(client, _time, NullLogger.Instance).CheckAsync(plan, Ct)
        );

        Assert.Equal(
            [
                "  get nodes (cluster-wide): to compare only what ran on the same kind of nodes",
                $"  delete pods in {_target.Namespace}: for the fault pod-kill",
                "  list nodes (cluster-wide): for the fault node-drain",
                "  patch nodes (cluster-wide): for the fault node-drain",
            ],
            error.Message.Split(Environment.NewLine)[1..^1]
        );
    }

    [Fact]
    public async Task Each_permission_of_a_plan_that_is_taken_away_is_named()
    {
        var plan = Plan();
        foreach (var permission in RequiredPermissions.For(plan).DistinctBy(p => p with { Why = "" }))
        {
            using var answers = new SelfReviews(p => p != permission with { Why = "" });
            using var client = new Kubernetes(
                KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Kubeconfig),
                answers
            );

            Assert.Equal([permission], await new AccessCheck(client).MissingAsync(plan, Ct));
        }
    }

    [Fact]
    public async Task A_journal_of_an_earlier_run_on_this_target_refuses_the_start()
    {
        await Journal.OpenAsync(
            cluster.Client,
            _target.Namespace,
            Documents.Of("r1", _target.Namespace, Documents.Drain(1, "n1")),
            Ct
        );

        var error = await RefusedAsync(Plan());

        Assert.Contains("may have left 1 fault(s) behind", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"resilience-gate rollback --namespace {_target.Namespace} --run r1",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_no_leftover_and_nobody_is_told_to_revert_it()
    {
        await Journal.OpenAsync(
            cluster.Client,
            _target.Namespace,
            Documents.Of("r1", _target.Namespace, Documents.Drain(1, "n1")),
            Ct
        );
        await using var lease = await TargetLease.AcquireAsync(
            cluster.Client,
            _target.Namespace,
            "resilience-gate-deployment-model",
            "r1",
            _time,
            NullLogger.Instance,
            Ct
        );
        _faults.Before(
            HttpMethod.Get,
            "/leases/",
            () =>
                cluster.Objects.Leases.Change(
                    _target.Namespace,
                    "resilience-gate-deployment-model",
                    l => l.Spec.RenewTime += RenewEvery
                ),
            times: int.MaxValue
        );

        var error = await RefusedAsync(Plan());

        Assert.Contains(
            "Run r1 is under way on this target since 2026-01-02 03:04:05Z",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("rollback", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_of_another_target_refuses_nobody()
    {
        await Journal.OpenAsync(
            cluster.Client,
            _target.Namespace,
            Documents.Of("r1", _target.Namespace) with
            {
                Target = $"{_target.Namespace}/deployment/other",
            },
            Ct
        );

        await CheckAsync(Plan());
    }

    private Task<ClusterFacts> CheckAsync(Plan plan) =>
        new Preflight(cluster.Connect(_faults), _time, NullLogger.Instance).CheckAsync(plan, Ct);

    private Task<GateException> RefusedAsync(Plan plan) => Assert.ThrowsAsync<GateException>(() => CheckAsync(plan));

    private Plan Plan()
    {
        var plan = Samples.Read(Samples.Complete);
        return plan with { Target = _target.Plan };
    }
}
