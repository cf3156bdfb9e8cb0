using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Nodes.Logs;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>
/// The first process of a container. The container lives as long as it: when it ends, everything it started is killed,
/// as the end of a process namespace would do.
/// </summary>
internal sealed class ContainerProcess
{
    // Nobody but a process that shook off session and mark can still hold the pipes: do not wait for such a one.
    private static readonly TimeSpan OutputDrain = TimeSpan.FromSeconds(1);

    private readonly RunningProcess _process;
    private readonly int? _first;
    private readonly ProcessMark _mark;

    private ContainerProcess(StartedProcess started, ProcessMark mark, ContainerLog log)
    {
        _process = started.Process;
        _first = started.First;
        _mark = mark;
        Exited = RunAsync(log);
    }

    public int Id => _process.Id;

    public Stream Input => _process.Input;

    public OutputTap Output { get; } = new();

    /// <summary>At its end from the start when the process has a terminal.</summary>
    public OutputTap Error { get; } = new();

    public bool HasTerminal => _process.HasTerminal;

    /// <summary>The exit code, 128 + the signal when one ended it; complete when its output is in the log.</summary>
    public Task<int> Exited { get; }

    /// <param name="started">The process, from which nothing has been read yet.</param>
    /// <param name="mark">The mark that is in the environment of this container's processes alone.</param>
    /// <param name="log">Receives the output, and is closed at the end.</param>
    public static ContainerProcess Follow(StartedProcess started, ProcessMark mark, ContainerLog log) =>
        new(started, mark, log);

    public void Resize(TerminalSize size) => _process.Resize(size);

    public void Signal(Signal signal)
    {
        if (Exited.IsCompleted)
            return;
        if (_first is { } first)
            Signals.Send(first, signal);
        else
            _process.Signal(signal);
    }

    private async Task<int> RunAsync(ContainerLog log)
    {
        using var abandon = new CancellationTokenSource();
        var output = Task.WhenAll(
            new LogPump(log, LogStream.Stdout, Output).RunAsync(_process.Output, abandon.Token),
            new LogPump(log, LogStream.Stderr, Error).RunAsync(_process.Error ?? Stream.Null, abandon.Token)
        );
        var exitCode = await _process.WaitForExitAsync(CancellationToken.None);
        Signals.SendToGroup(Id, Processes.Signal.Kill);
        MarkedProcesses.KillAll(_mark);
        abandon.CancelAfter(OutputDrain);
        await output;
        log.Dispose();
        _process.Dispose();
        return exitCode;
    }
}
