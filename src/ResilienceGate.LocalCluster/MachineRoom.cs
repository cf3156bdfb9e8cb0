using ResilienceGate.LocalCluster.Api.Machines;
using ResilienceGate.LocalCluster.Controllers.NodeLifecycle;
using ResilienceGate.LocalCluster.Nodes;

namespace ResilienceGate.LocalCluster;

/// <summary>The simulated machines, with their switches.</summary>
internal sealed class MachineRoom(IReadOnlyList<SimulatedNode> nodes, NodeTimings timings, TimeProvider clock)
    : IMachineRoom,
        IDisposable
{
    // The one who asks for the end is to have an answer.
    private static readonly TimeSpan AnswerFirst = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _shutDown = new();
    private readonly DateTimeOffset _started = clock.GetUtcNow();

    /// <summary>Cancelled when somebody asked for the end of the cluster.</summary>
    public CancellationToken ShuttingDown => _shutDown.Token;

    public MachineReport Report() =>
        new(
            Environment.ProcessId,
            _started,
            Timeouts,
            [.. nodes.Select(node => new MachineReport.Node(node.Name, node.IsOn))]
        );

    private NodeTimeouts Timeouts => new(timings != NodeTimings.Real, timings.MonitorGrace, timings.DefaultToleration);

    public Task<bool> TurnOnAsync(string node, CancellationToken ct) =>
        WithAsync(node, machine => machine.TurnOnAsync(ct));

    public Task<bool> CutPowerAsync(string node, CancellationToken ct) =>
        WithAsync(node, machine => machine.CutPowerAsync(ct));

    public void ShutDown() => _shutDown.CancelAfter(AnswerFirst);

    public void Dispose() => _shutDown.Dispose();

    private async Task<bool> WithAsync(string name, Func<SimulatedNode, Task> act)
    {
        if (nodes.FirstOrDefault(node => string.Equals(node.Name, name, StringComparison.Ordinal)) is not { } machine)
            return false;
        await act(machine);
        return true;
    }
}
