using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Nodes.Containers;

namespace ResilienceGate.LocalCluster.Nodes;

/// <summary>One client at the streams of a container's own process.</summary>
/// <remarks>After containerd's <c>ContainerIO.Attach</c>.</remarks>
internal sealed class AttachSession : IContainerSession
{
    private readonly ContainerRun _run;
    private readonly CancellationTokenSource _detached = new();

    public AttachSession(ContainerRun run)
    {
        _run = run;
        StandardInput = run.KeepsInput ? run.Process.Input : null;
        StandardOutput = run.Process.Output.Attach(_detached.Token);
        StandardError = run.Process.Error.Attach(_detached.Token);
    }

    public Stream? StandardInput { get; }

    public Stream StandardOutput { get; }

    public Stream StandardError { get; }

    public void Resize(TerminalSize size) => _run.Process.Resize(size);

    /// <summary>
    /// With <c>stdinOnce</c> the process reads its end and the session goes on; else the session ends, and the process
    /// waits for the next one.
    /// </summary>
    public async ValueTask EndInputAsync()
    {
        if (_run.ClosesInput)
            await _run.Process.Input.DisposeAsync();
        else if (_run.KeepsInput)
            await _detached.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _detached.CancelAsync();
        _detached.Dispose();
        await StandardOutput.DisposeAsync();
        await StandardError.DisposeAsync();
    }
}
