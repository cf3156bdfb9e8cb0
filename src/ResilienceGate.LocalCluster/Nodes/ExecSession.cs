using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Nodes.Containers;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes;

/// <summary>A command beside a container's process. It ends by itself or with the container.</summary>
internal sealed class ExecSession : IExecutedCommand
{
    private readonly RunningProcess _process;

    private ExecSession(RunningProcess process, CancellationToken containerEnded)
    {
        _process = process;
        Exited = RunAsync(containerEnded);
    }

    public Stream? StandardInput => _process.Input;

    public Stream StandardOutput => _process.Output;

    public Stream StandardError => _process.Error ?? Stream.Null;

    public Task<int> Exited { get; }

    /// <exception cref="ProcessStartException">The program is not there or cannot be executed.</exception>
    public static ExecSession Start(ContainerRun run, ExecRequest request)
    {
        var process = run.Beside(request.Command, request.HasTerminal).Start();
        if (!request.HasInput && !process.HasTerminal)
            process.Input.Dispose();
        return new ExecSession(process, run.Ended);
    }

    public void Resize(TerminalSize size) => _process.Resize(size);

    /// <summary>The command reads the end of its input. On a terminal that would be a character, which is typed.</summary>
    public ValueTask EndInputAsync() => _process.HasTerminal ? ValueTask.CompletedTask : _process.Input.DisposeAsync();

    /// <summary>Nobody listens any more: a command that is silent goes on, one that writes to a pipe gets SIGPIPE.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndInputAsync();
        await StandardOutput.DisposeAsync();
        await StandardError.DisposeAsync();
    }

    private async Task<int> RunAsync(CancellationToken containerEnded)
    {
        using var process = _process;
        await using var kill = containerEnded.Register(() => process.Signal(Signal.Kill));
        return await process.WaitForExitAsync(CancellationToken.None);
    }
}
