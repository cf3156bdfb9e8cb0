using System.Diagnostics;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests;

/// <summary>The program as its users start it.</summary>
public sealed class ClusterProgramTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Nothing_outlives_a_cluster_that_is_killed()
    {
        using var program = await StartAsync();
        var mark = ProcessMark.Cluster(await File.ReadAllTextAsync(Path.Combine(_directory, "state", "id"), Token));
        await RunPodAsync("setsid sh -c 'sleep 600 & sleep 601' & sleep 602");
        await Eventually.TrueAsync(() => MarkedProcesses.Find(mark).Count >= 4);
        program.Kill();
        await program.WaitForExitAsync(Token);
        await Eventually.TrueAsync(() => MarkedProcesses.Find(mark).Count is 0);
    }

    [Fact]
    public async Task When_its_input_is_closed_it_ends_its_processes_and_itself()
    {
        using var program = await StartAsync();
        var mark = ProcessMark.Cluster(await File.ReadAllTextAsync(Path.Combine(_directory, "state", "id"), Token));
        await RunPodAsync("sleep 600");
        program.StandardInput.Close();
        await program.WaitForExitAsync(Token);
        Assert.Equal(0, program.ExitCode);
        Assert.Empty(MarkedProcesses.Find(mark));
    }

    [Fact]
    public async Task A_state_directory_serves_one_cluster_at_a_time()
    {
        using var program = await StartAsync();
        using var second = Start();
        Assert.Contains(
            "belongs to a cluster that runs",
            await second.StandardError.ReadToEndAsync(Token),
            StringComparison.Ordinal
        );
        await second.WaitForExitAsync(Token);
        Assert.Equal(1, second.ExitCode);
        program.StandardInput.Close();
        await program.WaitForExitAsync(Token);
    }

    [Theory]
    [InlineData("--nodes 0", "--nodes must be from 1 to")]
    [InlineData("--nodes many", "many")]
    [InlineData("--image web", "--image \"web\" is not NAME=PROGRAM")]
    [InlineData("--image a=b --image a=c", "--image a is given more than once")]
    [InlineData("--verbose", "--verbose")]
    public async Task A_wrong_command_line_is_refused_with_the_mistake(string arguments, string expected)
    {
        using var program = Start(arguments.Split(' '));
        Assert.Contains(expected, await program.StandardError.ReadToEndAsync(Token), StringComparison.Ordinal);
        await program.WaitForExitAsync(Token);
        Assert.Equal(2, program.ExitCode);
    }

    private string Kubeconfig => Path.Combine(_directory, "kubeconfig");

    private Process Start(params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ResilienceGate.LocalCluster"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--state",
            Path.Combine(_directory, "state"),
            "--kubeconfig",
            Kubeconfig,
            "--until-stdin-closes",
            .. more,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("The cluster did not start.");
    }

    private async Task<Process> StartAsync()
    {
        var program = Start();
        Assert.Equal($"ready {Kubeconfig}", await program.StandardOutput.ReadLineAsync(Token));
        return program;
    }

    private async Task RunPodAsync(string script)
    {
        using var client = new Kubernetes(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(Kubeconfig))
        );
        await client.CreateNamespacedPodAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "pod" },
                Spec = new V1PodSpec
                {
                    Containers =
                    [
                        new V1Container
                        {
                            Name = "app",
                            Image = "any",
                            Command = ["/bin/sh", "-c", script],
                        },
                    ],
                },
            },
            "default",
            cancellationToken: Token
        );
        await foreach (var (_, pod) in client.CoreV1.WatchListNamespacedPodAsync("default", cancellationToken: Token))
        {
            if (pod.Status.Phase is "Running")
                return;
        }
    }
}
