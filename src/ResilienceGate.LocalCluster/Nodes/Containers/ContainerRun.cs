using ResilienceGate.LocalCluster.Nodes.Logs;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>One run of a container, from its start to the end of its first process.</summary>
internal sealed class ContainerRun : IDisposable
{
    private readonly ContainerPlan _plan;
    private readonly CancellationTokenSource _ended = new();
    private ContainerStop? _stop;

    public ContainerRun(ContainerPlan plan, ContainerProcess process, ContainerLog log, DateTimeOffset startedAt)
    {
        _plan = plan;
        Process = process;
        Log = log;
        StartedAt = startedAt;
        Ended = _ended.Token;
    }

    public string Id => _plan.Id;

    public ContainerProcess Process { get; }

    public ContainerLog Log { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Cancelled with the end of the process.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Whether somebody can write to it.</summary>
    public bool KeepsInput => _plan.KeepsInput;

    /// <summary>Whether its input ends with that of the first who is attached.</summary>
    public bool ClosesInput => _plan.ClosesInput;

    /// <summary>Whether a process of it was killed because the memory limit was reached; to be asked before the end.</summary>
    public bool RanOutOfMemory => _plan.Isolation.RanOutOfMemory;

    public bool IsStopping => _stop is not null;

    /// <summary>Begins to stop it, or brings the end nearer when that has begun already.</summary>
    public void Stop(Func<CancellationToken, Task>? preStop, TimeSpan grace, TimeProvider clock)
    {
        if (_stop is null)
            _stop = ContainerStop.Begin(Process, preStop, grace, clock);
        else
            _stop.Shorten(grace);
    }

    /// <summary>
    /// A command that runs beside the process, with the same environment and the same view of the volumes: what probes,
    /// hooks and <c>exec</c> run.
    /// </summary>
    public ProcessDefinition Beside(IEnumerable<string> command, bool onTerminal = false) =>
        _plan.Isolation.Beside(
            _plan.Process with
            {
                Command = [.. command.Select(_plan.Isolation.Write)],
                HasTerminal = onTerminal,
            }
        );

    /// <summary>To be called when the process has ended: whatever goes on for the sake of this run stops.</summary>
    public void Dispose()
    {
        if (!Ended.IsCancellationRequested)
            _ended.Cancel();
        _ended.Dispose();
        _stop?.Dispose();
        _plan.Isolation.Dispose();
    }
}
