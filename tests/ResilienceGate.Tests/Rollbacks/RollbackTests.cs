using System.Net;
using k8s;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Journals;
using ResilienceGate.Leases;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Rollbacks;

/// <summary>A rollback looks at the whole cluster: each test has one of its own.</summary>
public sealed class RollbackTests : IAsyncLifetime
{
    private readonly LeapingClock _time = new();
    private readonly ApiCluster _cluster = new();
    private readonly ApiFaults _faults = new();
    private readonly List<string> _said = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        foreach (var node in (string[])["n1", "n2", "n3"])
            _cluster.AddNode(node);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _faults.Dispose();
    }

    [Fact]
    public async Task Where_nothing_was_left_nothing_is_done()
    {
        var result = await RunAsync();

        Assert.Equal(RollbackResult.Nothing, result);
        Assert.Empty(_said);
        Assert.All(_faults.Asked, a => Assert.StartsWith("GET", a, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_of_a_killed_gate_is_gone_and_said_twice_nothing_changes(bool inItsNamespace)
    {
        var ns = await LeaveAsync("r1", "n1", "n2");
        var where = inItsNamespace ? ns : null;

        var first = await RunAsync(where);
        var second = await RunAsync(where);

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 1), first);
        Assert.Equal(RollbackResult.Nothing, second);
        AssertGone(ns, "r1");
        Assert.Equal([false, false, false], Closed());
        Assert.Contains("run r1: node n1 is schedulable again", _said);
        Assert.Contains("run r1: node-drain of 'a node is drained', injection 1, is reverted", _said);
        Assert.Contains("run r1: probe, lease and journal are gone", _said);
    }

    [Fact]
    public async Task A_gate_that_was_killed_a_moment_ago_is_waited_for()
    {
        var ns = await LeaveAsync("r1", "n1");
        Lease(ns, "r1", renewed: _time.GetUtcNow());

        var result = await RunAsync();

        Assert.Equal(1, result.Runs);
        Assert.Single(_said, s => s.StartsWith("waiting for the lease of run r1 to lapse", StringComparison.Ordinal));
        AssertGone(ns, "r1");
    }

    [Fact]
    public async Task A_gate_that_is_alive_is_refused_and_left_alone()
    {
        var ns = await LeaveAsync("r1", "n1");
        Lease(ns, "r1", renewed: _time.GetUtcNow());
        _faults.Before(HttpMethod.Get, "/leases", () => { });
        _faults.Before(HttpMethod.Get, "/leases", () => Renew(ns));

        var refusal = await Assert.ThrowsAsync<GateException>(() => RunAsync());

        Assert.Contains("The gate of run r1 is alive", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--run r1", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([true, false, false], Closed());
        Assert.False(Assert.Single(await Journal.FindAsync(_cluster.Client, ns, Ct)).Document.Closed);
    }

    [Fact]
    public async Task A_gate_that_is_alive_is_reverted_when_its_run_is_named_and_injects_nothing_more()
    {
        var ns = await LeaveAsync("r1", "n1");
        Lease(ns, "r1", renewed: _time.GetUtcNow());
        var ofTheGate = Assert.Single(await Journal.FindAsync(_cluster.Client, ns, Ct));

        var result = await RunAsync(run: "r1");

        Assert.Equal(new RollbackResult(1, 1), result);
        AssertGone(ns, "r1");
        await Assert.ThrowsAsync<GateException>(() => ofTheGate.IntendAsync(Documents.Drain(2, "n2"), Ct));
    }

    [Fact]
    public async Task The_journal_is_closed_before_anything_is_reverted()
    {
        await LeaveAsync("r1", "n1");

        await RunAsync();

        var writes = _faults.Asked.Where(a => !a.StartsWith("GET", StringComparison.Ordinal)).ToList();
        Assert.Contains("/configmaps/resilience-gate-journal-r1", writes[0], StringComparison.Ordinal);
        Assert.StartsWith("PUT", writes[0], StringComparison.Ordinal);
        Assert.StartsWith("PATCH", writes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_other_runs_and_other_people_closed_stays_closed()
    {
        await LeaveAsync("r1", "n1");
        var other = await LeaveAsync("r2", "n2");
        await _cluster.Client.CoreV1.PatchNodeAsync(
            new V1Patch("""{"spec":{"unschedulable":true}}""", V1Patch.PatchType.MergePatch),
            "n3",
            cancellationToken: Ct
        );

        await RunAsync(run: "r1");

        Assert.Equal([false, true, true], Closed());
        Assert.Equal("r2", Assert.Single(await Journal.FindAsync(_cluster.Client, other, Ct)).Document.Run);
    }

    [Fact]
    public async Task In_one_namespace_the_nodes_of_runs_elsewhere_are_not_touched()
    {
        var ns = await LeaveAsync("r1", "n1");
        await LeaveAsync("r2", "n2");

        await RunAsync(ns);

        Assert.Equal([false, true, false], Closed());
    }

    [Fact]
    public async Task A_marked_node_without_a_journal_is_opened()
    {
        await new Cordon(_cluster.Client).CloseAsync("n3", "lost", Ct);

        var result = await RunAsync();

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 0), result);
        Assert.Equal(["run lost: node n3 is schedulable again"], _said);
    }

    [Fact]
    public async Task What_was_reverted_already_is_not_counted_as_a_fault()
    {
        var ns = _cluster.NewNamespace();
        await Journal.OpenAsync(
            _cluster.Client,
            ns,
            Documents.Of("r1", ns, Documents.Drain(1, "n1") with { State = JournalState.Reverted }),
            Ct
        );

        Assert.Equal(new RollbackResult(Faults: 0, Runs: 1), await RunAsync());
    }

    [Fact]
    public async Task A_lease_that_another_run_holds_by_now_stays()
    {
        var ns = await LeaveAsync("r1", "n1");
        Lease(ns, "r2", renewed: _time.GetUtcNow());

        await RunAsync(ns);

        Assert.Equal("r2", _cluster.Objects.Leases.Find(ns, "resilience-gate-deployment-model")?.Spec.HolderIdentity);
    }

    [Fact]
    public async Task A_user_who_may_not_look_everywhere_is_told_to_name_a_namespace()
    {
        _faults.Refuse(HttpMethod.Get, "/api/v1/configmaps", HttpStatusCode.Forbidden, "forbidden");

        var refusal = await Assert.ThrowsAsync<GateException>(() => RunAsync());

        Assert.Contains("--namespace", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_not_see_nodes_can_revert_the_rest()
    {
        var ns = _cluster.NewNamespace();
        await Journal.OpenAsync(_cluster.Client, ns, Documents.Of("r1", ns), Ct);
        _faults.Refuse(HttpMethod.Get, "/nodes", HttpStatusCode.Forbidden, "forbidden");
        _faults.Refuse(HttpMethod.Get, "/api/v1/configmaps", HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal(new RollbackResult(Faults: 0, Runs: 1), await RunAsync(ns));
    }

    [Fact]
    public async Task A_node_that_cannot_be_opened_keeps_the_journal_for_the_next_time()
    {
        var ns = await LeaveAsync("r1", "n1");
        _faults.Refuse(HttpMethod.Patch, "/nodes/n1", HttpStatusCode.InternalServerError, "etcd", times: 1);

        await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() => RunAsync());
        Assert.Single(await Journal.FindAsync(_cluster.Client, ns, Ct));
        await RunAsync();

        AssertGone(ns, "r1");
        Assert.Equal([false, false, false], Closed());
    }

    private Task<RollbackResult> RunAsync(string? ns = null, string? run = null) =>
        new Rollback(_cluster.Connect(_faults), _time, _said.Add).RunAsync(ns, run, Ct);

    /// <summary>What a gate that was killed in mid-drain leaves in a namespace of its own; its lease has lapsed.</summary>
    private async Task<string> LeaveAsync(string run, params string[] nodes)
    {
        var ns = _cluster.NewNamespace();
        await Journal.OpenAsync(_cluster.Client, ns, Documents.Of(run, ns, Documents.Drain(1, nodes)), Ct);
        foreach (var node in nodes)
            await new Cordon(_cluster.Client).CloseAsync(node, run, Ct);
        Lease(ns, run, _time.GetUtcNow() - TimeSpan.FromMinutes(1));
        var name = ProbeJob.NameFor(run);
        _cluster.Objects.ConfigMaps.Create(
            new V1ConfigMap { Metadata = Labels.Metadata(name, ns, run, ProbeJob.Role) }
        );
        _cluster.Objects.Jobs.Create(
            new V1Job
            {
                Metadata = Labels.Metadata(name, ns, run, ProbeJob.Role),
                Spec = new V1JobSpec
                {
                    Template = new V1PodTemplateSpec
                    {
                        Spec = new V1PodSpec
                        {
                            RestartPolicy = "Never",
                            Containers = [new V1Container { Name = "probe", Image = "probe:1" }],
                        },
                    },
                },
            }
        );
        return ns;
    }

    private void Lease(string ns, string run, DateTimeOffset renewed)
    {
        if (_cluster.Objects.Leases.Find(ns, "resilience-gate-deployment-model") is { } old)
            _cluster.Objects.Leases.Delete(old);
        _cluster.Objects.Leases.Create(
            new V1Lease
            {
                Metadata = Labels.Metadata("resilience-gate-deployment-model", ns, run, "lease"),
                Spec = new V1LeaseSpec
                {
                    HolderIdentity = run,
                    RenewTime = renewed.UtcDateTime,
                    LeaseDurationSeconds = (int)TargetLease.Duration.TotalSeconds,
                },
            }
        );
    }

    private void Renew(string ns) =>
        _cluster.Objects.Leases.Change(
            ns,
            "resilience-gate-deployment-model",
            lease => lease.Spec.RenewTime = _time.GetUtcNow().UtcDateTime
        );

    private void AssertGone(string ns, string run)
    {
        Assert.Empty(_cluster.Objects.Leases.List(ns));
        Assert.Empty(_cluster.Objects.Jobs.List(ns));
        Assert.DoesNotContain(_cluster.Objects.ConfigMaps.List(ns), m => m.GetLabel(Labels.Run) == run);
    }

    private bool[] Closed() =>
        [
            .. _cluster
                .Objects.Nodes.List(null)
                .OrderBy(n => n.Name(), StringComparer.Ordinal)
                .Select(n => n.Spec.Unschedulable is true),
        ];
}
