using System.Collections.Immutable;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.Nodes;

/// <summary>
/// Nodes that are lost to the target: they are closed, then its pods on them are taken away, if need be for longer than
/// the nodes stay closed.
/// </summary>
/// <param name="takeAway">Asks for the pods to go; called when every node is closed.</param>
/// <param name="duration">How long the nodes stay closed.</param>
internal sealed class NodeOutage(
    Cordon cordon,
    Func<CancellationToken, Task> takeAway,
    TargetWatch watch,
    string run,
    Aim aim,
    TimeSpan duration,
    TimeProvider time
) : IInjection
{
    private readonly MutatingCalls _calls = new(time);
    private ImmutableHashSet<string> _closed = [];

    public TimeSpan Hold => duration;

    public IReadOnlyList<Undo> Undos =>
        [
            .. aim.Nodes.Select(n => new Undo(
                $"node {n.Name}",
                $"kubectl uncordon {n.Name}",
                ct => OpenAsync(n.Name, ct)
            )),
        ];

    public async Task InjectAsync(CancellationToken ct)
    {
        foreach (var node in aim.Nodes)
            await _calls.SendAsync(request => CloseAsync(node, request), ct);
        await takeAway(ct);
    }

    public async Task<string?> ProveAsync(CancellationToken ct) =>
        aim.Nodes.All(n => _closed.Contains(n.Name)) && await Departure.ProveAsync(watch, aim.Pods, ct) is { } gone
            ? $"{string.Join(", ", aim.Nodes.Select(n => n.Name))} unschedulable; {gone}"
            : null;

    private async Task CloseAsync(AimedNode node, CancellationToken ct)
    {
        if (await cordon.CloseAsync(node, run, ct))
            ImmutableInterlocked.Update(ref _closed, closed => closed.Add(node.Name));
    }

    private async Task<string?> OpenAsync(string node, CancellationToken ct)
    {
        if (await cordon.OpenAsync(node, run, ct) is { } proof)
            return proof;
        if (!_closed.Contains(node))
            return null;
        // It does not carry our mark any more, and nobody knows whose cordon it is.
        return await cordon.IsClosedAsync(node, ct) switch
        {
            true => throw new GateException($"Node {node} is cordoned, and has lost the mark of this run."),
            false => $"node {node} is schedulable again",
            null => null,
        };
    }
}
