using System.Diagnostics;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Tests;

/// <summary>The program of the cluster, and a directory for it.</summary>
internal sealed class ClusterProgram : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string State => Path.Combine(_directory, "state");

    /// <summary>The name of its present life.</summary>
    public string Id => File.ReadAllText(Path.Combine(State, "id"));

    public ProcessMark Mark => ProcessMark.Cluster(Id);

    public string Kubeconfig => Path.Combine(_directory, "kubeconfig");

    public Process Start(params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ResilienceGate.LocalCluster"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["--state", State, "--kubeconfig", Kubeconfig, "--until-stdin-closes", .. more];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("The cluster did not start.");
    }

    /// <summary>Returns when its nodes are ready; fails with what it says when they never are.</summary>
    public async Task<Process> StartAsync(params string[] more)
    {
        var program = Start(more);
        if (await program.StandardOutput.ReadLineAsync(Token) != $"ready {Kubeconfig}")
            Assert.Fail(await program.StandardError.ReadToEndAsync(Token));
        return program;
    }

    public async Task<Kubernetes> ConnectAsync() =>
        new(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(Kubeconfig)));

    /// <summary>Runs a shell script as a pod of that name, and returns when it runs.</summary>
    public async Task<V1Pod> RunPodAsync(string script, string name = "pod")
    {
        using var client = await ConnectAsync();
        return await RunPodAsync(client, TestPod.Shell(name, script), pod => pod.Status.Phase is "Running");
    }

    /// <returns>The pod in the first state that fulfils the condition.</returns>
    public static async Task<V1Pod> RunPodAsync(Kubernetes client, V1Pod pod, Func<V1Pod, bool> condition)
    {
        await client.CreateNamespacedPodAsync(pod, "default", cancellationToken: Token);
        await foreach (
            var (_, seen) in client.CoreV1.WatchListNamespacedPodAsync(
                "default",
                fieldSelector: $"metadata.name={pod.Metadata.Name}",
                cancellationToken: Token
            )
        )
        {
            if (condition(seen))
                return seen;
        }

        throw new InvalidOperationException("The watch ended.");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
