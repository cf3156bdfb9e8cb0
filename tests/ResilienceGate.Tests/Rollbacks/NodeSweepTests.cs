using System.Net;
using k8s.Models;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Rollbacks;

public sealed class NodeSweepTests : RollbackBench
{
    [Fact]
    public async Task In_one_namespace_the_nodes_of_runs_elsewhere_are_not_touched()
    {
        var ns = await LeaveAsync("r1", "n1");
        await LeaveAsync("r2", "n2");

        await RunAsync(ns);

        Assert.Equal([false, true, false], Closed);
    }

    [Fact]
    public async Task A_marked_node_without_a_journal_is_opened()
    {
        await new Cordon(Cluster.Client).CloseAsync("n3", "lost", Ct);

        var result = await RunAsync();

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 0), result);
        Assert.Equal(["run lost: node n3 is schedulable again"], Said);
    }

    [Fact]
    public async Task Who_may_look_into_one_namespace_only_opens_no_nodes_of_runs_elsewhere_and_is_told_so()
    {
        var ns = await LeaveAsync("r1", "n1");
        await LeaveAsync("r2", "n2");
        Faults.Refuse(HttpMethod.Get, "/api/v1/configmaps", HttpStatusCode.Forbidden, "forbidden");

        await RunAsync(ns);

        Assert.Equal([false, true, false], Closed);
        Assert.Single(Said, s => s.StartsWith("node n2 stays closed: run r2 has closed it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_a_reverted_run_closed_without_a_word_in_its_journal_is_opened_by_anybody()
    {
        var ns = await LeaveAsync("r1", "n1");
        await new Cordon(Cluster.Client).CloseAsync("n3", "r1", Ct);
        Faults.Refuse(HttpMethod.Get, "/api/v1/configmaps", HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal(new RollbackResult(Faults: 2, Runs: 1), await RunAsync(ns));

        Assert.Equal([false, false, false], Closed);
    }

    [Fact]
    public async Task A_run_that_is_named_by_force_is_over_for_whoever_may_not_look()
    {
        await new Cordon(Cluster.Client).CloseAsync("n2", "lost", Ct);
        await new Cordon(Cluster.Client).CloseAsync("n3", "other", Ct);
        Faults.Refuse(HttpMethod.Get, "/api/v1/configmaps", HttpStatusCode.Forbidden, "forbidden");

        await RunAsync(Cluster.NewNamespace(), "lost", force: true);

        Assert.Equal([false, false, true], Closed);
    }
}
