using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.EndToEnd;

[Collection<SharedTarget>]
public sealed class RunTests(TestTarget target)
{
    private const string EveryFault = """
          - { name: a pod is killed, fault: pod-kill, repeat: 3, observe: 3s }
          - { name: a pod is evicted, fault: pod-evict, repeat: 3, observe: 3s }
          - { name: a node is drained, fault: node-drain, repeat: 3, observe: 3s, duration: 4s }
          - { name: a node fails, fault: node-failure, repeat: 3, observe: 3s, duration: 4s }
          - { name: a pod does nothing, fault: pod-failure, repeat: 3, observe: 3s, duration: 4s }
        """;

    private const string LongDrain = """
          - { name: a node is drained, fault: node-drain, repeat: 3, duration: 2m }
        """;

    [Fact]
    public async Task Every_fault_is_injected_proved_reverted_and_the_run_becomes_the_baseline()
    {
        using var reports = new TestFolder();
        using var gate = await StartAsync("every-fault", EveryFault, reports);

        var ended = await gate.EndAsync();

        Assert.Equal(0, ended.ExitCode);
        Assert.True(
            ended.Text.Contains(
                "15 faults injected, 9 reverted, verified; the others leave nothing to revert.",
                StringComparison.Ordinal
            ),
            ended.Text
        );
        var result = await ResultAsync(reports);
        Assert.Equal(Verdict.Pass, result.Verdict);
        Assert.All(result.Experiments, e => Assert.Equal(3, e.Injections.Count(i => i.IsValid)));
        Assert.All(
            result.Experiments.SelectMany(e => e.Injections),
            i => Assert.Equal(i.RecoveryTime, TimeSpan.FromTicks(i.Phases.Sum(p => p.Took.Ticks)))
        );
        Assert.All(
            result.Experiments.Where(e => e.Fault is "node-drain" or "node-failure").SelectMany(e => e.Injections),
            i => Assert.Contains("schedulable again", i.Reverted, StringComparison.Ordinal)
        );
        Assert.All(result.Censuses, c => Assert.Equal(3, c.Replicas.Select(r => r.Pod).Distinct().Count()));
        Assert.Single(result.Censuses.SelectMany(c => c.Replicas).Select(r => r.Digest).Distinct());
        Assert.StartsWith("recorded", result.BaselineAction, StringComparison.Ordinal);
        Assert.Empty(await target.LeftoversAsync());
    }

    [Fact]
    public async Task An_interrupted_run_reverts_reports_and_exits_with_130()
    {
        using var reports = new TestFolder();
        using var gate = await StartAsync("interrupted", LongDrain, reports);
        await target.CordonedAsync(gate);

        await gate.InterruptAsync();
        var ended = await gate.EndAsync();

        Assert.Equal(130, ended.ExitCode);
        Assert.Contains("1 fault injected, 1 reverted, verified.", ended.Text, StringComparison.Ordinal);
        Assert.Equal("cancelled", (await ResultAsync(reports)).EndedEarly);
        Assert.Empty(await target.LeftoversAsync());
    }

    [Fact]
    public async Task What_a_killed_gate_has_left_is_rolled_back_from_the_cluster_alone()
    {
        using var reports = new TestFolder();
        using var gate = await StartAsync("killed", LongDrain, reports, guard: "never");
        await target.CordonedAsync(gate);

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
        Assert.Empty(await target.LeftoversAsync());
        using var again = GateProcess.Start([
            "rollback",
            "--kubeconfig",
            target.Kubeconfig,
            "-n",
            TestTarget.Namespace,
        ]);
        Assert.Contains("Nothing was left behind.", (await again.EndAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_gate_has_left_is_reverted_by_its_guard_without_anybody()
    {
        using var reports = new TestFolder();
        using var gate = await StartAsync("guarded", LongDrain, reports);
        await target.CordonedAsync(gate);

        gate.Kill();
        await gate.EndAsync();

        await target.RevertedByGuardAsync();
    }

    [Fact]
    public async Task A_second_gate_on_the_same_target_is_refused_and_harms_nothing()
    {
        using var reports = new TestFolder();
        using var first = await StartAsync("first", LongDrain, reports);
        await target.CordonedAsync(first);

        using var otherReports = new TestFolder();
        using var second = await StartAsync("second", LongDrain, otherReports);
        var refused = await second.EndAsync();
        await first.InterruptAsync();

        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("is under way on this target", refused.Text, StringComparison.Ordinal);
        Assert.Equal(130, (await first.EndAsync()).ExitCode);
        Assert.Empty(await target.LeftoversAsync());
    }

    [Fact]
    public async Task A_model_that_nobody_serves_is_an_error_of_the_gate_and_no_regression()
    {
        using var reports = new TestFolder();
        using var gate = await StartAsync("nobody", EveryFault, reports, model: "nobody");
        var ended = await gate.EndAsync();

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("does it serve 'nobody' by open-inference-v2", ended.Text, StringComparison.Ordinal);
        Assert.Empty((await ResultAsync(reports)).Experiments);
        Assert.Empty(await target.LeftoversAsync());
    }

    [Fact]
    public async Task A_wrong_plan_is_told_with_its_place_and_exit_code_2()
    {
        var plan = await target.PlanAsync("wrong", "  - { fault: pod-kil, repeat: 3 }");

        using var gate = GateProcess.Start(["run", "--config", plan, "--kubeconfig", target.Kubeconfig]);
        var ended = await gate.EndAsync();

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("wrong.yaml:8:14: ", ended.Text, StringComparison.Ordinal);
        Assert.Contains("pod-kill", ended.Text, StringComparison.Ordinal);
    }

    private async Task<GateProcess> StartAsync(
        string name,
        string experiments,
        TestFolder reports,
        string model = "recommender",
        string guard = "required"
    ) =>
        GateProcess.Start([
            "run",
            "--config",
            await target.PlanAsync(name, experiments, model, guard),
            "--kubeconfig",
            target.Kubeconfig,
            "--report-dir",
            reports.Path,
        ]);

    private static async Task<RunResult> ResultAsync(TestFolder reports)
    {
        var path = Path.Combine(reports.Path, "result.json");
        return ResultDocument.Read(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), path);
    }
}
