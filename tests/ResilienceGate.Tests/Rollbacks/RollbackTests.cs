using System.Net;
using k8s;
using k8s.Models;
using ResilienceGate.Journals;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Rollbacks;

public sealed class RollbackTests : RollbackBench
{
    [Fact]
    public async Task Where_nothing_was_left_nothing_is_done()
    {
        var result = await RunAsync();

        Assert.Equal(RollbackResult.Nothing, result);
        Assert.Empty(Said);
        Assert.All(Faults.Asked, a => Assert.StartsWith("GET", a, StringComparison.Ordinal));
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
        Assert.Equal([false, false, false], Closed);
        Assert.Contains("run r1: node n1 is schedulable again", Said);
        Assert.Contains("run r1: node-drain of 'a node is drained', injection 1, is reverted", Said);
        Assert.Contains("run r1: probe, lease and journal are gone", Said);
    }

    [Fact]
    public async Task The_journal_is_closed_before_anything_is_reverted()
    {
        await LeaveAsync("r1", "n1");

        await RunAsync();

        var writes = Faults.Asked.Where(a => !a.StartsWith("GET", StringComparison.Ordinal)).ToList();
        Assert.Contains("/configmaps/resilience-gate-journal-r1", writes[0], StringComparison.Ordinal);
        Assert.StartsWith("PUT", writes[0], StringComparison.Ordinal);
        Assert.StartsWith("PATCH", writes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_other_runs_and_other_people_closed_stays_closed()
    {
        await LeaveAsync("r1", "n1");
        var other = await LeaveAsync("r2", "n2");
        await Cluster.Client.CoreV1.PatchNodeAsync(
            new V1Patch("""{"spec":{"unschedulable":true}}""", V1Patch.PatchType.MergePatch),
            "n3",
            cancellationToken: Ct
        );

        await RunAsync(run: "r1");

        Assert.Equal([false, true, true], Closed);
        Assert.Equal("r2", Assert.Single(await JournalsAsync(other)).Document.Run);
    }

    [Fact]
    public async Task What_was_reverted_already_is_not_counted_as_a_fault()
    {
        var ns = Cluster.NewNamespace();
        await Journal.OpenAsync(
            Cluster.Client,
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
        Hold(ns, "r2");
        KeepAlive(ns);

        await RunAsync(ns);

        Assert.Equal("r2", Cluster.Objects.Leases.Find(ns, "resilience-gate-deployment-model")?.Spec.HolderIdentity);
    }

    [Fact]
    public async Task A_user_who_may_not_look_everywhere_is_told_to_name_a_namespace()
    {
        Faults.Refuse(HttpMethod.Get, "/api/v1/configmaps", HttpStatusCode.Forbidden, "forbidden");

        var refusal = await Assert.ThrowsAsync<GateException>(() => RunAsync());

        Assert.Contains("--namespace", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_not_see_nodes_can_revert_the_rest()
    {
        var ns = Cluster.NewNamespace();
        await Journal.OpenAsync(Cluster.Client, ns, Documents.Of("r1", ns), Ct);
        Faults.Refuse(HttpMethod.Get, "/nodes", HttpStatusCode.Forbidden, "forbidden");
        Faults.Refuse(HttpMethod.Get, "/api/v1/configmaps", HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal(new RollbackResult(Faults: 0, Runs: 1), await RunAsync(ns));
    }
}
