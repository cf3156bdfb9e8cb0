using System.Diagnostics;
using ResilienceGate.LocalCluster.Api;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>A started process with its standard streams: three pipes, or a terminal.</summary>
internal sealed class RunningProcess : IDisposable
{
    private readonly Process _process;
    private readonly PseudoTerminal? _terminal;

    /// <param name="process">Started with all three streams redirected, whether or not it uses a terminal instead.</param>
    /// <param name="terminal">The terminal that it has opened, or null.</param>
    public RunningProcess(Process process, PseudoTerminal? terminal)
    {
        _process = process;
        _terminal = terminal;
        Id = process.Id;
        Input = terminal?.Input ?? process.StandardInput.BaseStream;
        Output = terminal?.ReadOutput() ?? process.StandardOutput.BaseStream;
        Error = terminal is null ? process.StandardError.BaseStream : null;
        if (terminal is not null)
            ClosePipes();
    }

    public int Id { get; }

    public Stream Input { get; }

    /// <summary>On a terminal it ends with the process; a pipe ends when nobody holds it any more.</summary>
    public Stream Output { get; }

    /// <summary>Null on a terminal, which has one output.</summary>
    public Stream? Error { get; }

    public bool HasTerminal => _terminal is not null;

    public void Resize(TerminalSize size) => _terminal?.Resize(size);

    /// <summary>To it and its children. Only while it runs: its id may be another's then.</summary>
    public void Signal(Signal signal)
    {
        // One that was only just started may not lead its group yet.
        if (!Signals.SendToGroup(Id, signal))
            Signals.Send(Id, signal);
    }

    /// <summary>For one that ends as soon as it is told to.</summary>
    public void WaitForExit() => _process.WaitForExit();

    /// <returns>The exit code, 128 + the signal when one ended it.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        _terminal?.End();
        return _process.ExitCode;
    }

    /// <summary>The process and its streams live on.</summary>
    public void Dispose() => _process.Dispose();

    private void ClosePipes()
    {
        _process.StandardInput.Dispose();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
    }
}
