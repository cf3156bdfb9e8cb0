using System.CommandLine;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Clusters;
using ResilienceGate.Commands;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Hosts.Console;
using ResilienceGate.Journals;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Journals;
using ResilienceGate.Tests.Plans;

namespace ResilienceGate.Tests.Commands;

/// <summary>The commands as a shell calls them: words, an exit code, and never a stack trace.</summary>
public sealed class CommandTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("commands-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    public async Task A_plan_that_is_not_there_is_invalid_usage(string command)
    {
        var missing = Path.Combine(_folder, "missing.yaml");

        Assert.Equal(ExitCodes.Invalid, await InvokeAsync(command, "--config", missing));

        Assert.Contains(missing, _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    public async Task A_kubeconfig_that_cannot_be_used_is_an_error_that_names_it(string command)
    {
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, "clusters: [", Ct);

        Assert.Equal(
            ExitCodes.Error,
            await InvokeAsync(command, "--config", Samples.CompletePath, "--kubeconfig", kubeconfig)
        );

        Assert.Contains(kubeconfig, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--kubeconfig FILE", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_that_is_not_there_is_an_error()
    {
        Assert.Equal(
            ExitCodes.Error,
            await InvokeAsync("rollback", "--kubeconfig", cluster.Kubeconfig, "--context", "x")
        );

        Assert.StartsWith("error: The kubeconfig ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_shown_and_nothing_is_created()
    {
        var target = TestTarget.Create(cluster, 3);

        var code = await InvokeAsync(
            "plan",
            "--config",
            Samples.CompletePath,
            "--kubeconfig",
            cluster.Kubeconfig,
            "--namespace",
            target.Namespace,
            "--workload",
            "deployment/model"
        );

        Assert.Equal((ExitCodes.Pass, ""), (code, _error.ToString()));
        Assert.Empty(cluster.Objects.Jobs.List(target.Namespace));
        Assert.Empty(cluster.Objects.Leases.List(target.Namespace));
        Assert.DoesNotContain(
            cluster.Objects.ConfigMaps.List(target.Namespace),
            m => m.Metadata.Labels?.ContainsKey(Labels.ManagedBy) is true
        );
        Assert.False(target.IsMarked("model-1"));
        var shown = _output.ToString();
        Assert.Contains($"{target.Namespace}/deployment/model, 3 replicas", shown, StringComparison.Ordinal);
        Assert.Contains("a pod is killed: pod-kill, 4 times, at most 2 of 3", shown, StringComparison.Ordinal);
        Assert.Contains("would be refused: it would take 2 of 3 pods", shown, StringComparison.Ordinal);
        Assert.Contains("get, list, patch nodes in the whole cluster", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("MISSING", shown, StringComparison.Ordinal);
        Assert.EndsWith(
            $"Nothing was created and nothing was broken.{Environment.NewLine}",
            shown,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_an_error_with_the_command_that_lists_them()
    {
        var ns = cluster.NewNamespace();

        var code = await InvokeAsync("plan", "-c", Samples.CompletePath, "--kubeconfig", cluster.Kubeconfig, "-n", ns);

        Assert.Equal(ExitCodes.Error, code);
        Assert.Contains($"kubectl -n {ns} get deployments", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_says_what_it_reverted_and_then_that_nothing_is_left()
    {
        var ns = cluster.NewNamespace();
        cluster.AddNode("command-node");
        await Journal.OpenAsync(cluster.Client, ns, Documents.Of("cli", ns, Documents.Drain(1, "command-node")), Ct);
        await new Cordon(cluster.Client).CloseAsync("command-node", "cli", Ct);

        var first = await InvokeAsync("rollback", "-n", ns, "--kubeconfig", cluster.Kubeconfig);
        var second = await InvokeAsync("rollback", "-n", ns, "--kubeconfig", cluster.Kubeconfig);

        Assert.Equal((ExitCodes.Pass, ExitCodes.Pass, ""), (first, second, _error.ToString()));
        Assert.Equal(
            [
                "run cli: node command-node is schedulable again",
                "run cli: node-drain of 'a node is drained', injection 1, is reverted",
                "run cli: probe, lease and journal are gone",
                "1 fault(s) of 1 run(s) reverted, verified.",
                "Nothing was left behind.",
            ],
            _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public async Task A_rollback_that_is_cancelled_says_so()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        var code = await Root()
            .Parse(["rollback", "--kubeconfig", cluster.Kubeconfig])
            .InvokeAsync(Configuration(), cancel.Token);

        Assert.Equal(ExitCodes.Cancelled, code);
        Assert.Equal("cancelled", _error.ToString().Trim());
    }

    private Task<int> InvokeAsync(params string[] arguments) =>
        Root().Parse(arguments).InvokeAsync(Configuration(), Ct);

    private InvocationConfiguration Configuration() =>
        new()
        {
            EnableDefaultExceptionHandler = false,
            Output = _output,
            Error = _error,
        };

    private RootCommand Root()
    {
        var context = new CommandContext(
            new ConsoleHost(_output, isInteractive: false),
            new Dictionary<string, string>(),
            new FakeTimeProvider()
        );
        return [RunCommand.Create(context), PlanCommand.Create(context), RollbackCommand.Create(context)];
    }
}
