using k8s.Models;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes;

public sealed class AttachTests : IAsyncDisposable
{
    private const string Echo = "while read line; do echo got $line; done; echo end";

    private readonly TestNode _node = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task With_stdinOnce_the_process_reads_the_end_of_the_clients_input()
    {
        await using var session = await AttachAsync(Echo, c => (c.Stdin, c.StdinOnce) = (true, true));
        using var reader = new StreamReader(session.StandardOutput);

        await TypeAsync(session, "one\n");
        Assert.Equal("got one", await reader.ReadLineAsync(Token));
        await session.EndInputAsync();

        Assert.Equal("end\n", await reader.ReadToEndAsync(Token));
        await _node.Pods.UntilAsync("pod", p => p.Status.Phase is "Succeeded");
    }

    [Fact]
    public async Task Without_it_the_session_ends_and_the_process_waits_for_the_next_client()
    {
        await using var first = await AttachAsync(Echo, c => c.Stdin = true);
        using var reader = new StreamReader(first.StandardOutput);
        await TypeAsync(first, "one\n");
        Assert.Equal("got one", await reader.ReadLineAsync(Token));

        await first.EndInputAsync();

        Assert.Equal("", await reader.ReadToEndAsync(Token));
        await using var second = await _node.AttachAsync(Token);
        using var again = new StreamReader(second.StandardOutput);
        await TypeAsync(second, "two\n");
        Assert.Equal("got two", await again.ReadLineAsync(Token));
    }

    [Fact]
    public async Task A_container_without_stdin_reads_nothing_and_ends_no_session()
    {
        var flag = _node.Flag("go");
        await using var session = await AttachAsync(
            $"while [ ! -e {flag} ]; do sleep 0.01; done; cat; echo end",
            _ => { }
        );

        Assert.Null(session.StandardInput);
        await session.EndInputAsync();
        await File.WriteAllTextAsync(flag, "", Token);

        using var reader = new StreamReader(session.StandardOutput);
        Assert.Equal("end\n", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task A_container_with_a_terminal_controls_it_and_is_told_its_size()
    {
        await using var session = await AttachAsync(
            "read start; stty size; echo $TERM >/dev/tty; echo error >&2; read end; exit 3",
            c => (c.Stdin, c.Tty) = (true, true)
        );
        using var reader = new StreamReader(session.StandardOutput);

        session.Resize(new TerminalSize(Width: 90, Height: 20));
        await TypeAsync(session, "go\n");

        Assert.Equal("go", await reader.ReadLineAsync(Token));
        Assert.Equal("20 90", await reader.ReadLineAsync(Token));
        Assert.Equal("xterm", await reader.ReadLineAsync(Token));
        Assert.Equal("error", await reader.ReadLineAsync(Token));
        await TypeAsync(session, "\n");
        var pod = await _node.Pods.UntilAsync("pod", p => p.Status.Phase is "Failed");
        Assert.Equal(3, pod.Status.ContainerStatuses[0].State.Terminated.ExitCode);
        Assert.Equal("go\r\n20 90\r\nxterm\r\nerror\r\n\r\n", await _node.LogAsync(pod));
    }

    private async Task<IContainerSession> AttachAsync(string script, Action<V1Container> change)
    {
        _node.Run(script, p => change(p.Spec.Containers[0]));
        await _node.Pods.UntilAsync("pod", p => p.Status.ContainerStatuses?[0].State.Running is not null);
        return await _node.AttachAsync(Token);
    }

    private static async Task TypeAsync(IContainerSession session, string text)
    {
        var input = session.StandardInput ?? throw new InvalidOperationException("It has no input.");
        await input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), Token);
    }
}
