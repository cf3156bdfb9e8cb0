using System.CommandLine;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Clusters;
using ResilienceGate.Commands;
using ResilienceGate.Faults.Nodes;
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
        string[] reports = command is "run" ? ["--report-dir", _folder] : [];

        Assert.Equal(ExitCodes.Invalid, await InvokeAsync([command, "--config", missing, .. reports]));

        Assert.Contains(missing, _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rollback", "clusters: [", "")]
    [InlineData("plan", "clusters: [", "")]
    [InlineData("plan", "", "It is empty.")]
    [InlineData("plan", "# to be written\n---\n", "It is empty.")]
    [InlineData("plan", "kind: Config", "")]
    public async Task A_kubeconfig_that_cannot_be_used_is_an_error_that_names_it(
        string command,
        string content,
        string why
    )
    {
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, content, Ct);
        string[] config = command is "plan" ? ["--config", Samples.CompletePath] : [];

        Assert.Equal(ExitCodes.Error, await InvokeAsync([command, .. config, "--kubeconfig", kubeconfig]));

        Assert.Contains(why, _error.ToString(), StringComparison.Ordinal);

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
        await ServeAsync(target.Namespace);
        // Where the plan wants the probe to live.
        await cluster.Client.CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = "gates" } },
            cancellationToken: Ct
        );

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
    public async Task A_plan_shows_everything_that_a_run_would_refuse()
    {
        var target = TestTarget.Create(cluster, 1);
        var ns = await cluster.Client.CoreV1.ReadNamespaceAsync(target.Namespace, cancellationToken: Ct);
        ns.SetLabel(Labels.Allow, "false");
        await cluster.Client.CoreV1.ReplaceNamespaceAsync(ns, target.Namespace, cancellationToken: Ct);
        var baseline = Path.Combine(_folder, "baseline.json");
        await File.WriteAllTextAsync(baseline, "null", Ct);

        var code = await InvokeAsync(
            "plan",
            "-c",
            Samples.CompletePath,
            "--kubeconfig",
            cluster.Kubeconfig,
            "-n",
            target.Namespace,
            "--workload",
            "deployment/model",
            "--baseline",
            baseline
        );

        Assert.Equal(ExitCodes.Error, code);
        var error = _error.ToString();
        Assert.StartsWith("error: a run would be refused:", error, StringComparison.Ordinal);
        Assert.Contains($"'{target.Namespace}' has not allowed injections in it", error, StringComparison.Ordinal);
        Assert.Contains($"{baseline}: is no list of documents", error, StringComparison.Ordinal);
        Assert.Contains("1 replica, behind", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("null", await File.ReadAllTextAsync(baseline, Ct));
    }

    [Fact]
    public async Task The_reports_of_an_earlier_run_are_gone_also_when_this_one_cannot_begin()
    {
        var stale = Path.Combine(_folder, "report.md");
        await File.WriteAllTextAsync(stale, "Pass", Ct);

        var code = await InvokeAsync("run", "--config", Path.Combine(_folder, "missing.yaml"), "--report-dir", _folder);

        Assert.Equal(ExitCodes.Invalid, code);
        Assert.False(File.Exists(stale));
    }

    [Fact]
    public async Task A_report_directory_that_is_a_file_is_wrong_usage_before_anything_is_asked_of_the_cluster()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", Ct);

        var code = await InvokeAsync("run", "--config", Samples.CompletePath, "--report-dir", file);

        Assert.Equal(ExitCodes.Invalid, code);
        Assert.StartsWith(
            $"error: No report can be written into '{file}'",
            _error.ToString(),
            StringComparison.Ordinal
        );
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

    /// <summary>The Service that the plan names, with an address of its own.</summary>
    private async Task ServeAsync(string ns) =>
        await cluster.Client.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "recommender" },
                Spec = new V1ServiceSpec { ClusterIP = "10.0.0.9", Ports = [new V1ServicePort { Port = 8080 }] },
            },
            ns,
            cancellationToken: Ct
        );

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
