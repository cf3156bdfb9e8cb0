using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests;

/// <summary>The program as its users start it.</summary>
public sealed class ClusterProgramTests : IDisposable
{
    private readonly ClusterProgram _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Nothing_outlives_a_cluster_that_is_killed()
    {
        using var program = await _cluster.StartAsync();
        var mark = _cluster.Mark;
        await _cluster.RunPodAsync("setsid sh -c 'sleep 600 & sleep 601' & sleep 602");
        await Eventually.TrueAsync(() => MarkedProcesses.Find(mark).Count >= 4);
        program.Kill();
        await program.WaitForExitAsync(Token);
        await Eventually.TrueAsync(() => MarkedProcesses.Find(mark).Count is 0);
    }

    [Fact]
    public async Task When_its_input_is_closed_it_ends_its_processes_and_itself()
    {
        using var program = await _cluster.StartAsync();
        var mark = _cluster.Mark;
        await _cluster.RunPodAsync("sleep 600");
        program.StandardInput.Close();
        await program.WaitForExitAsync(Token);
        Assert.Equal(0, program.ExitCode);
        Assert.Empty(MarkedProcesses.Find(mark));
    }

    [Fact]
    public async Task A_state_directory_serves_one_cluster_at_a_time()
    {
        using var program = await _cluster.StartAsync();
        using var second = _cluster.Start();
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
    [InlineData("--isolation 1", "--isolation must be auto, loopback or namespaces, not \"1\"")]
    [InlineData("--verbose", "--verbose")]
    public async Task A_wrong_command_line_is_refused_with_the_mistake(string arguments, string expected)
    {
        using var program = _cluster.Start(arguments.Split(' '));
        Assert.Contains(expected, await program.StandardError.ReadToEndAsync(Token), StringComparison.Ordinal);
        await program.WaitForExitAsync(Token);
        Assert.Equal(2, program.ExitCode);
    }
}
