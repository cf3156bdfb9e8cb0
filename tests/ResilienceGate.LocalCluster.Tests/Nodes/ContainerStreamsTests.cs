using k8s.Models;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes;

public sealed class ContainerStreamsTests : IAsyncDisposable
{
    private readonly TestNode _node = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_container_without_open_input_reads_its_end_at_once()
    {
        _node.Run("cat; exit 5");
        var pod = await _node.Pods.UntilAsync("pod", p => p.Status.Phase is "Failed");
        Assert.Equal(5, pod.Status.ContainerStatuses[0].State.Terminated.ExitCode);
        Assert.Null(await _node.Streams.AttachAsync(TestNode.Reference(pod), Token));
    }

    [Fact]
    public async Task The_last_lines_of_a_log_can_be_asked_for_alone()
    {
        _node.Run("for i in 1 2 3 4; do echo $i; done");
        var pod = await _node.Pods.UntilAsync("pod", p => p.Status.Phase is "Succeeded");
        Assert.Equal("3\n4\n", await ReadAsync(pod, new LogOptions { TailLines = 2 }));
        Assert.Equal("1\n2", await ReadAsync(pod, new LogOptions { LimitBytes = 3 }));
        Assert.Equal("", await ReadAsync(pod, new LogOptions { TailLines = 0 }));
    }

    [Fact]
    public async Task A_followed_log_ends_with_the_container()
    {
        var flag = _node.Flag("go");
        var pod = _node.Run($"echo one; while [ ! -e {flag} ]; do sleep 0.01; done; echo two");
        await _node.Pods.UntilAsync("pod", p => p.Status.ContainerStatuses?[0].State.Running is not null);
        var log = await _node.Streams.OpenLogAsync(TestNode.Reference(pod), new LogOptions { Follow = true }, Token);
        using var reader = new StreamReader(log ?? throw new InvalidOperationException("There is no log."));
        Assert.Equal("one", await reader.ReadLineAsync(Token));
        await File.WriteAllTextAsync(flag, "", Token);
        Assert.Equal("two\n", await reader.ReadToEndAsync(Token));
    }

    private async Task<string> ReadAsync(V1Pod pod, LogOptions options)
    {
        var log = await _node.Streams.OpenLogAsync(TestNode.Reference(pod), options, Token);
        using var reader = new StreamReader(log ?? throw new InvalidOperationException("There is no log."));
        return await reader.ReadToEndAsync(Token);
    }
}
