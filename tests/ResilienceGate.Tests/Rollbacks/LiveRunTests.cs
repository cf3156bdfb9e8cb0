using k8s.Models;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Rollbacks;

public sealed class LiveRunTests : RollbackBench
{
    [Theory]
    [InlineData(-3600)]
    [InlineData(16)]
    [InlineData(3600)]
    public async Task A_gate_that_was_killed_a_moment_ago_is_waited_for_whatever_its_clock_said(int ahead)
    {
        var ns = await LeaveAsync("r1", "n1");
        Hold(ns, "r1", TimeSpan.FromSeconds(ahead));

        var result = await RunAsync();

        Assert.Equal(1, result.Runs);
        Assert.Single(
            Said,
            $"watching the lease {ns}/resilience-gate-deployment-model of run r1, whose gate may be alive"
        );
        AssertGone(ns, "r1");
    }

    [Theory]
    [InlineData(null, -3600)]
    [InlineData("r1", 0)]
    [InlineData("r1", 3600)]
    public async Task A_gate_that_renews_its_lease_is_left_alone_also_when_its_run_is_named(string? run, int ahead)
    {
        var ns = await LeaveAsync("r1", "n1");
        Hold(ns, "r1", TimeSpan.FromSeconds(ahead));
        KeepAlive(ns);

        var refusal = await Assert.ThrowsAsync<GateException>(() => RunAsync(run: run));

        Assert.Contains("run r1 is under way", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"rollback --namespace {ns} --run r1 --force", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([true, false, false], Closed);
        Assert.False(Assert.Single(await JournalsAsync(ns)).Document.Closed);
    }

    [Fact]
    public async Task A_gate_that_is_alive_keeps_nobody_elses_faults_from_being_reverted()
    {
        var alive = await LeaveAsync("r1", "n1");
        var dead = await LeaveAsync("r2", "n2");
        await new Cordon(Cluster.Client).CloseAsync("n3", "lost", Ct);
        KeepAlive(alive);

        await Assert.ThrowsAsync<GateException>(() => RunAsync());

        Assert.Equal([true, false, false], Closed);
        AssertGone(dead, "r2");
    }

    [Fact]
    public async Task A_gate_that_is_alive_is_reverted_by_force_and_injects_nothing_more()
    {
        var ns = await LeaveAsync("r1", "n1");
        KeepAlive(ns);
        var ofTheGate = Assert.Single(await JournalsAsync(ns));
        await ofTheGate.IntendAsync(Documents.Drain(2, "n2"), Ct);
        await new Cordon(Cluster.Client).CloseAsync("n2", "r1", Ct);

        var result = await RunAsync(run: "r1", force: true);

        Assert.Equal(new RollbackResult(Faults: 2, Runs: 1), result);
        Assert.Equal([false, false, false], Closed);
        await Assert.ThrowsAsync<GateException>(() => ofTheGate.IntendAsync(Documents.Drain(3, "n3"), Ct));
    }
}
