using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.Nodes;

namespace ResilienceGate.Rollbacks;

/// <summary>Opens nodes that carry the mark of a run of which no journal is left.</summary>
internal sealed class NodeSweep(IKubernetes cluster, RunRevert revert, Attempts attempts, Action<string> say)
{
    /// <param name="run">Only nodes of this run; null for all.</param>
    /// <param name="isOver">
    /// Whether a run is known to be over; asked when this user may not look for journals in all namespaces.
    /// </param>
    public async Task<RollbackResult> SweepAsync(string? run, Func<string, bool> isOver, CancellationToken ct)
    {
        // Before the journals: a run writes its journal before it closes a node.
        var marked = (await NodesAsync(ct))
            .Select(n => (Name: n.Name(), Run: Cordon.RunOf(n)))
            .Where(n => n.Run is not null && (run is null || n.Run == run))
            .ToList();
        if (marked.Count == 0)
            return RollbackResult.Nothing;
        var going = await KnownRuns.FindAsync(cluster, attempts, ct);
        var result = RollbackResult.Nothing;
        foreach (var (node, by) in marked)
        {
            if (by is null || going?.Contains(by) is true)
                continue;
            if (going is null && !isOver(by))
                say(
                    $"node {node} stays closed: run {by} has closed it, whose journal may be in a namespace that this user "
                        + $"may not look into. Name that one with --namespace; if run {by} is over, add --run {by} --force"
                );
            else if (await revert.OpenAsync(node, by, ct) is true)
                result += new RollbackResult(Faults: 1, Runs: 0);
        }
        return result;
    }

    private async Task<IReadOnlyList<V1Node>> NodesAsync(CancellationToken ct)
    {
        try
        {
            return await attempts.AskAsync(new Cordon(cluster).NodesAsync, ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Forbidden))
        {
            // Who may not see nodes has not drained any.
            return [];
        }
    }
}
