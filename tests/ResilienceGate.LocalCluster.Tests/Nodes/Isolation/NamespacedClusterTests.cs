using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Isolation;

/// <summary>A cluster that root starts, whose pods have namespaces and control groups of their own.</summary>
public sealed class NamespacedClusterTests : IDisposable
{
    private const int Kills = 10;

    private static readonly string[] Namespaces = ["--isolation", "namespaces", "--nodes", "2"];
    private static readonly TimeSpan LatestKill = TimeSpan.FromSeconds(2);

    private readonly ClusterProgram _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task A_pod_has_an_address_a_host_name_and_a_first_process_of_its_own()
    {
        await Machine.NeedsNamespacesAsync();
        using var program = await _cluster.StartAsync(Namespaces);
        using var client = await _cluster.ConnectAsync();
        var pod = await ClusterProgram.RunPodAsync(
            client,
            TestPod.Shell(
                "alone",
                "ip -o -4 addr show dev eth0; read -r pid rest </proc/self/stat; echo \"pid $pid\"; hostname"
            ),
            pod => pod.Status.Phase is "Succeeded" or "Failed"
        );
        using var log = new StreamReader(
            await client.ReadNamespacedPodLogAsync("alone", "default", cancellationToken: Token)
        );
        var text = await log.ReadToEndAsync(Token);
        Assert.Equal("Succeeded", pod.Status.Phase);
        Assert.Contains($"inet {pod.Status.PodIP}/", text, StringComparison.Ordinal);
        Assert.Contains("pid 1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("alone\n", text, StringComparison.Ordinal);
        await EndAsync(program);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_exec_runs_is_among_the_processes_of_the_container(bool onTerminal)
    {
        await Machine.NeedsNamespacesAsync();
        using var program = await _cluster.StartAsync(Namespaces);
        await _cluster.RunPodAsync("sleep 600");
        using var client = await _cluster.ConnectAsync();
        var shown = "";
        await client.NamespacedPodExecAsync(
            "pod",
            "default",
            "app",
            ["/bin/sh", "-c", "tr '\\0' ' ' </proc/1/cmdline"],
            onTerminal,
            async (_, output, _) =>
            {
                using var reader = new StreamReader(output);
                shown = await reader.ReadToEndAsync(Token);
            },
            Token
        );
        Assert.Equal("/bin/sh -c sleep 600", shown.TrimEnd());
        await EndAsync(program);
    }

    [Fact]
    public async Task A_container_that_wants_more_memory_than_its_limit_is_killed_for_it()
    {
        await Machine.NeedsNamespacesAsync();
        Machine.NeedsCgroups();
        using var program = await _cluster.StartAsync(Namespaces);
        using var client = await _cluster.ConnectAsync();
        // The shell keeps in a variable what it reads.
        var greedy = TestPod.Shell("greedy", "kept=$(yes | head -c 200000000); echo ${#kept}");
        greedy.Spec.Containers[0].Resources = new V1ResourceRequirements
        {
            Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("32Mi") },
        };
        var pod = await ClusterProgram.RunPodAsync(client, greedy, pod => pod.Status.Phase is "Succeeded" or "Failed");
        var ended = pod.Status.ContainerStatuses[0].State.Terminated;
        Assert.Equal("OOMKilled", ended.Reason);
        Assert.Equal(137, ended.ExitCode);
        await EndAsync(program);
    }

    [Fact]
    public async Task Whenever_a_cluster_is_killed_nothing_of_it_outlives_the_start_of_the_next()
    {
        await Machine.NeedsNamespacesAsync();
        var seed = System.Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var lives = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var doomed = _cluster.Start(Namespaces);
            _ = BurdenAsync();
            await Task.Delay(random.NextDouble() * LatestKill, Token);
            // Every other time nobody is left who could clear up at once.
            if (kill % 2 is 1 && Lives() is { } id)
                Machine.KillReaper(id);
            doomed.Kill();
            await doomed.WaitForExitAsync(Token);
            if (Lives() is { } life)
                lives.Add(life);
        }

        using var program = await _cluster.StartAsync(Namespaces);
        foreach (var life in lives)
            await Eventually.TrueAsync(() => Machine.Leftovers(life, _cluster.State).Count is 0);
        await _cluster.RunPodAsync("sleep 600");
        await EndAsync(program);
    }

    private string? Lives() => File.Exists(Path.Combine(_cluster.State, "id")) ? _cluster.Id : null;

    /// <summary>Pods to be in the middle of, if it comes to that: the cluster may be killed before.</summary>
    private async Task BurdenAsync()
    {
        try
        {
            await Eventually.TrueAsync(() => File.Exists(_cluster.Kubeconfig));
            await Task.WhenAll(
                _cluster.RunPodAsync("setsid sleep 600 & sleep 600", "one"),
                _cluster.RunPodAsync("sleep 600", "two")
            );
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            // Killed in mid-sentence.
        }
    }

    private async Task EndAsync(System.Diagnostics.Process program)
    {
        var id = _cluster.Id;
        program.StandardInput.Close();
        await program.WaitForExitAsync(Token);
        Assert.Equal(0, program.ExitCode);
        Assert.Empty(Machine.Leftovers(id, _cluster.State));
    }
}
