using System.Net;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Journals;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Rollbacks;

public sealed class TroubleTests : RollbackBench
{
    [Fact]
    public async Task A_cluster_in_trouble_is_asked_again()
    {
        var ns = await LeaveAsync("r1", "n1");
        Faults.Refuse(HttpMethod.Get, "/configmaps", HttpStatusCode.ServiceUnavailable, "starting", times: 2);
        Faults.Disconnect(HttpMethod.Get, "/nodes/n1", times: 2);
        Faults.Refuse(HttpMethod.Patch, "/nodes/n1", HttpStatusCode.InternalServerError, "etcd", times: 2);
        Faults.Refuse(HttpMethod.Delete, "/jobs", HttpStatusCode.TooManyRequests, "busy", times: 2);
        Faults.LoseAnswer(HttpMethod.Put, "/configmaps/", times: 1);
        Faults.LoseAnswer(HttpMethod.Delete, "/configmaps/", times: 1);

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 1), await RunAsync());

        AssertGone(ns, "r1");
        Assert.Equal([false, false, false], Closed);
    }

    [Fact]
    public async Task A_node_that_cannot_be_opened_keeps_its_journal_for_the_next_time_and_nothing_else_back()
    {
        var first = await LeaveAsync("r1", "n1", "n2");
        var second = await LeaveAsync("r2", "n3");
        Faults.Refuse(HttpMethod.Patch, "/nodes/n1", HttpStatusCode.Forbidden, "a policy");

        var failure = await Assert.ThrowsAsync<GateException>(() => RunAsync());
        Assert.Contains("opening node n1 for run r1: a policy", failure.Message, StringComparison.Ordinal);
        Assert.Equal([true, false, false], Closed);
        Assert.Empty(Cluster.Objects.Jobs.List(first));
        Assert.Single(await JournalsAsync(first));
        AssertGone(second, "r2");

        Faults.Heal();
        await RunAsync();

        AssertGone(first, "r1");
        Assert.Equal([false, false, false], Closed);
    }

    [Fact]
    public async Task Everything_that_failed_is_told_at_the_end()
    {
        await LeaveAsync("r1", "n1");
        await LeaveAsync("r2", "n2");
        Faults.Refuse(HttpMethod.Put, "journal-r1", HttpStatusCode.Forbidden, "not this one");
        Faults.Refuse(HttpMethod.Delete, "/jobs/", HttpStatusCode.Forbidden, "nor that");

        var failure = await Assert.ThrowsAsync<GateException>(() => RunAsync());

        Assert.Equal(
            [
                "Not everything is reverted:",
                "  closing the journal of run r1: not this one",
                "  deleting the probe of run r2: nor that",
            ],
            failure.Message.Split(Environment.NewLine)
        );
        Assert.Equal([true, false, false], Closed);
    }

    [Fact]
    public async Task A_damaged_journal_keeps_nothing_else_back_and_its_nodes_stay_as_they_are()
    {
        var ns = Cluster.NewNamespace();
        Cluster.Objects.ConfigMaps.Create(
            new V1ConfigMap { Metadata = Labels.Metadata("resilience-gate-journal-r1", ns, "r1", Journal.Role) }
        );
        await new Cordon(Cluster.Client).CloseAsync("n1", "r1", Ct);
        var other = await LeaveAsync("r2", "n2");

        var failure = await Assert.ThrowsAsync<GateException>(() => RunAsync());

        Assert.Contains(
            $"{ns}/resilience-gate-journal-r1 has no journal.json",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Equal([true, false, false], Closed);
        AssertGone(other, "r2");
    }
}
