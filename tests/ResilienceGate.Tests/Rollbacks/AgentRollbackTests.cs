using ResilienceGate.Faults.PodAgents;
using ResilienceGate.Journals;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Agents.Faults;
using ResilienceGate.Tests.Faults.PodAgents;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Rollbacks;

/// <summary>Agents that a gate which was killed has left in pods.</summary>
public sealed class AgentRollbackTests : RollbackBench
{
    private const string Pod = "model-1";

    private readonly ScriptedPodFault _fault = new();

    [Fact]
    public async Task A_fault_in_a_pod_is_taken_away_by_the_journal()
    {
        await using var bench = await PodAgentBench.CreateAsync(Cluster);
        var container = await BeginAsync(bench);
        var ns = bench.Target.Namespace;
        await Journal.OpenAsync(Cluster.Client, ns, Documents.Of("r1", ns, Entry(container)), Ct);

        var result = await RunAsync();

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 1), result);
        Assert.Equal(1, _fault.Reverted);
        Assert.Contains("run r1: model-1: out", Said);
        Assert.Equal(RollbackResult.Nothing, await RunAsync());
    }

    [Fact]
    public async Task An_agent_of_a_run_without_a_journal_is_found_in_its_pod()
    {
        await using var bench = await PodAgentBench.CreateAsync(Cluster);
        await BeginAsync(bench);

        var result = await RunAsync();

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 0), result);
        Assert.Equal(1, _fault.Reverted);
    }

    [Theory]
    [InlineData("elsewhere", null)]
    [InlineData(null, "r2")]
    public async Task An_agent_that_is_not_asked_for_is_left_alone(string? ns, string? run)
    {
        await using var bench = await PodAgentBench.CreateAsync(Cluster);
        await BeginAsync(bench);

        Assert.Equal(RollbackResult.Nothing, await RunAsync(ns, run));

        Assert.Equal(0, _fault.Reverted);
    }

    [Fact]
    public async Task In_a_pod_that_was_replaced_there_is_nothing_to_stop()
    {
        await using var bench = await PodAgentBench.CreateAsync(Cluster);
        var ns = bench.Target.Namespace;
        await Journal.OpenAsync(Cluster.Client, ns, Documents.Of("r1", ns, Entry(AgentContainer.NewName("r1"))), Ct);

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 1), await RunAsync());
    }

    private static JournalEntry Entry(string container) =>
        Documents.Drain(1) with
        {
            Fault = "cpu-stress",
            Pods = [Pod],
            Agent = container,
        };

    private async Task<string> BeginAsync(PodAgentBench bench)
    {
        var injecting = (await bench.PrepareAsync()).InjectAsync(Ct);
        var container = await bench.Kubelet.StartAsync(Pod, _fault, TimeProvider.System);
        await injecting;
        return container;
    }
}
