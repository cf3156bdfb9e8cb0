using System.Text;
using k8s.Models;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes;

public sealed class ExecTests : IAsyncDisposable
{
    private readonly TestNode _node = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_command_sees_what_the_container_sees()
    {
        await RunAsync(c =>
        {
            c.WorkingDir = "/data/in";
            c.Env = [new V1EnvVar { Name = "A", Value = "1" }];
            c.VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data" }];
        });

        await using var command = await ExecAsync("sh", "-c", "echo $A; cp /proc/self/environ /data/copy; pwd; exit 3");

        var output = (await ReadAsync(command.StandardOutput)).Split('\n');
        Assert.Equal("1", output[0]);
        Assert.EndsWith("/data/in", output[1], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output[1], "..", "copy")));
        Assert.Equal(3, await command.Exited);
    }

    [Fact]
    public async Task It_reads_its_input_to_the_end()
    {
        await RunAsync();
        await using var command = await ExecAsync(new ExecRequest(["cat"], HasInput: true, HasTerminal: false));

        await TypeAsync(command, "hello");
        await command.EndInputAsync();

        Assert.Equal("hello", await ReadAsync(command.StandardOutput));
        Assert.Equal(0, await command.Exited);
    }

    [Fact]
    public async Task Without_input_it_reads_the_end_at_once()
    {
        await RunAsync();
        await using var command = await ExecAsync("sh", "-c", "cat; echo end; echo error >&2");
        Assert.Equal("end\n", await ReadAsync(command.StandardOutput));
        Assert.Equal("error\n", await ReadAsync(command.StandardError));
    }

    [Fact]
    public async Task On_a_terminal_it_is_its_own_master()
    {
        await RunAsync();
        await using var command = await ExecAsync(
            new ExecRequest(
                ["sh", "-c", "trap 'stty size' WINCH; echo up; until read line; do :; done; exit 4"],
                true,
                true
            )
        );
        using var reader = new StreamReader(command.StandardOutput);
        Assert.Equal("up", await reader.ReadLineAsync(Token));

        command.Resize(new TerminalSize(Width: 100, Height: 30));

        Assert.Equal("30 100", await reader.ReadLineAsync(Token));
        await TypeAsync(command, "\n");
        Assert.Equal(4, await command.Exited);
    }

    [Fact]
    public async Task A_terminal_is_gone_with_its_command_whoever_else_holds_it()
    {
        await RunAsync();
        await using var command = await ExecAsync(
            new ExecRequest(["sh", "-c", "(trap '' HUP; sleep 600) & echo end"], HasInput: false, HasTerminal: true)
        );
        Assert.Equal("end\r\n", await ReadAsync(command.StandardOutput));
        Assert.Equal(0, await command.Exited);
    }

    [Fact]
    public async Task What_is_typed_can_end_it()
    {
        await RunAsync();
        await using var command = await ExecAsync(new ExecRequest(["cat"], HasInput: true, HasTerminal: true));
        using var reader = new StreamReader(command.StandardOutput);
        await TypeAsync(command, "up\n");
        Assert.Equal("up", await reader.ReadLineAsync(Token));
        Assert.Equal("up", await reader.ReadLineAsync(Token));

        await TypeAsync(command, "\u0004");

        Assert.Equal(0, await command.Exited);
        Assert.Equal("", await reader.ReadToEndAsync(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_ends_with_the_container(bool hasTerminal)
    {
        var flag = _node.Flag("go");
        await RunAsync(c => c.Args = [$"while [ ! -e {flag} ]; do sleep 0.01; done"]);
        await using var command = await ExecAsync(new ExecRequest(["sleep", "600"], HasInput: false, hasTerminal));

        await File.WriteAllTextAsync(flag, "", Token);

        Assert.Equal(137, await command.Exited);
        Assert.Equal("", await ReadAsync(command.StandardOutput));
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_end_it()
    {
        var flag = _node.Flag("gone");
        await RunAsync();
        var command = await ExecAsync(
            new ExecRequest(["sh", "-c", $"cat >/dev/null; echo > {flag}"], HasInput: true, HasTerminal: false)
        );

        await command.DisposeAsync();

        await Eventually.TrueAsync(() => File.Exists(flag));
    }

    [Theory]
    [InlineData("nosuch", "exec: \"nosuch\": executable file not found in $PATH")]
    [InlineData("/tmp", "exec: \"/tmp\": permission denied")]
    public async Task A_command_that_cannot_be_started_is_refused_in_the_runtimes_words(string program, string cause)
    {
        await RunAsync();

        var error = await Assert.ThrowsAsync<ExecStartException>(() => ExecAsync(program));

        Assert.StartsWith(
            "failed to exec in container: failed to start exec \"",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"\": OCI runtime exec failed: exec failed: unable to start container process: {cause}",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_container_that_has_ended_runs_no_command()
    {
        _node.Run("exit 0");
        var pod = await _node.Pods.UntilAsync("pod", p => p.Status.Phase is "Succeeded");
        Assert.False(_node.Streams.IsRunning(TestNode.Reference(pod)));
        Assert.Null(
            await _node.Streams.ExecAsync(TestNode.Reference(pod), new ExecRequest(["true"], false, false), Token)
        );
    }

    private async Task RunAsync(Action<V1Container>? change = null)
    {
        _node.Run(
            "sleep 600",
            p =>
            {
                p.Spec.Volumes = [new V1Volume { Name = "data", EmptyDir = new V1EmptyDirVolumeSource() }];
                p.Spec.InitContainers = [TestNode.Shell("init", "mkdir -p /data/in")];
                p.Spec.InitContainers[0].VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data" }];
                change?.Invoke(p.Spec.Containers[0]);
            }
        );
        await _node.Pods.UntilAsync("pod", p => p.Status.ContainerStatuses?[0].State.Running is not null);
    }

    private Task<IExecutedCommand> ExecAsync(params string[] command) =>
        ExecAsync(new ExecRequest(command, HasInput: false, HasTerminal: false));

    private async Task<IExecutedCommand> ExecAsync(ExecRequest request)
    {
        var pod = _node.Pods.Find(TestCluster.Namespace, "pod") ?? throw new InvalidOperationException("No pod.");
        return await _node.Streams.ExecAsync(TestNode.Reference(pod), request, Token)
            ?? throw new InvalidOperationException("Not running.");
    }

    private static async Task TypeAsync(IContainerSession session, string text)
    {
        var input = session.StandardInput ?? throw new InvalidOperationException("It has no input.");
        await input.WriteAsync(Encoding.UTF8.GetBytes(text), Token);
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Token);
    }
}
