using System.Diagnostics;
using System.Globalization;

namespace ResilienceGate.EndToEnd.Kills;

/// <summary>The API server answers nobody for half a minute, in the middle of a fault.</summary>
[Collection<SharedTarget>]
public sealed class StallTests(TestTarget target)
{
    private const string Drain = """
          - { name: a node is drained, fault: node-drain, repeat: 3, duration: 10s }
        """;

    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_fault_is_reverted_when_the_API_server_answers_again_and_the_run_says_what_happened()
    {
        Assert.SkipWhen(
            target.State is null,
            "the API server of the embedded cluster is a process that can be stopped"
        );
        var ct = TestContext.Current.CancellationToken;
        using var reports = new TestFolder();
        using var gate = GateProcess.Start([
            "run",
            "--config",
            await target.PlanAsync("stalled", Drain),
            "--kubeconfig",
            target.Kubeconfig,
            "--report-dir",
            reports.Path,
        ]);
        await target.CordonedAsync(gate);
        var server = new ClusterProcesses(target.State ?? "").First;

        await SignalAsync("-STOP", server, ct);
        await Task.Delay(Silent, ct);
        await SignalAsync("-CONT", server, ct);

        var ended = await gate.EndAsync();
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("lease", ended.Text, StringComparison.Ordinal);
        if (!ended.Text.Contains("reverted, verified", StringComparison.Ordinal))
            Assert.Contains(
                "resilience-gate rollback --namespace recommender --run ",
                ended.Text,
                StringComparison.Ordinal
            );
        await target.RevertedByGuardAsync();
    }

    private static async Task SignalAsync(string signal, ClusterProcess process, CancellationToken ct)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(ct);
    }
}
