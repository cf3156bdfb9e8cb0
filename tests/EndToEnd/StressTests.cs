using ResilienceGate.Core.Reports;

namespace ResilienceGate.EndToEnd;

/// <summary>Faults from inside the pods, which must be isolated: for root, or on a cluster of one's own.</summary>
[Collection<SharedTarget>]
public sealed class StressTests(TestTarget target)
{
    private const string Why = "pods of the embedded cluster are isolated for root only";

    private const string Stress = """
          - { name: the processors are busy, fault: cpu-stress, repeat: 3, observe: 3s, duration: 3s }
          - { name: the memory is full, fault: memory-stress, repeat: 3, observe: 3s, duration: 3s }
        """;

    private const string LongStress = """
          - { name: the processors are busy, fault: cpu-stress, repeat: 3, duration: 2m }
        """;

    [Fact]
    public async Task Processors_and_memory_of_pods_are_stressed_proved_and_given_back()
    {
        Assert.SkipUnless(target.IsIsolated, Why);
        using var reports = new TestFolder();
        using var gate = await StartAsync("stress", Stress, reports);
        var ended = await gate.EndAsync();

        Assert.Contains("6 faults injected, 6 reverted, verified.", ended.Text, StringComparison.Ordinal);
        var path = Path.Combine(reports.Path, "result.json");
        var result = ResultDocument.Read(await File.ReadAllTextAsync(path, Ct), path);
        var injections = result.Experiments.SelectMany(e => e.Injections).ToList();
        Assert.All(injections, i => Assert.Null(i.Void));
        Assert.All(injections[..3], i => Assert.Contains("1 worker at 80", i.Proof, StringComparison.Ordinal));
        Assert.All(injections[3..], i => Assert.Contains("the agent holds ", i.Proof, StringComparison.Ordinal));
        await target.AgentsEndedAsync();
        Assert.Empty(await target.LeftoversAsync());
    }

    [Fact]
    public async Task What_a_killed_gate_has_left_in_a_pod_is_stopped_by_a_rollback()
    {
        Assert.SkipUnless(target.IsIsolated, Why);
        using var reports = new TestFolder();
        using var gate = await StartAsync("killed-stress", LongStress, reports);
        await target.HasAgentAsync(gate);

        gate.Kill();
        await gate.EndAsync();
        using var rollback = GateProcess.Start([
            "rollback",
            "--kubeconfig",
            target.Kubeconfig,
            "-n",
            TestTarget.Namespace,
        ]);
        var ended = await rollback.EndAsync();

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("1 fault(s) of 1 run(s) reverted, verified.", ended.Text, StringComparison.Ordinal);
        await target.AgentsEndedAsync();
        Assert.Empty(await target.LeftoversAsync());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<GateProcess> StartAsync(string name, string experiments, TestFolder reports) =>
        GateProcess.Start([
            "run",
            "--config",
            await target.PlanAsync(name, experiments),
            "--kubeconfig",
            target.Kubeconfig,
            "--report-dir",
            reports.Path,
        ]);
}
