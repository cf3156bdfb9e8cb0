using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.PodAgents;
using ResilienceGate.Journals;

namespace ResilienceGate.Rollbacks;

/// <summary>Stops agents in pods that belong to a run of which no journal is left.</summary>
internal sealed class AgentSweep(IKubernetes cluster, RunRevert revert, Attempts attempts)
{
    /// <param name="ns">Only pods of this namespace; null for all.</param>
    /// <param name="run">Only agents of this run; null for all.</param>
    public async Task<RollbackResult> SweepAsync(string? ns, string? run, CancellationToken ct)
    {
        // Before the journals: a run writes its journal before it puts an agent into a pod.
        var running = (await PodsAsync(ns, ct))
            .SelectMany(p => (p.Spec.EphemeralContainers ?? []).Select(c => (Pod: p, c.Name)))
            .Where(a => AgentState.Of(a.Pod, a.Name) is AgentState.Running or AgentState.Waiting)
            .Select(a => (a.Pod, a.Name, Run: AgentContainer.RunOf(a.Name)))
            .Where(a => a.Run is not null && (run is null || a.Run == run))
            .ToList();
        if (running.Count == 0)
            return RollbackResult.Nothing;
        var journals = await attempts.AskAsync(c => Journal.FindAsync(cluster, ns, c), ct);
        var going = journals.Runs.ToHashSet(StringComparer.Ordinal);
        var result = RollbackResult.Nothing;
        foreach (var (pod, name, by) in running)
        {
            if (by is null || going.Contains(by))
                continue;
            if ((await revert.StopAsync(pod.Namespace(), pod.Name(), name, by, ct)).Proof is not null)
                result += new RollbackResult(Faults: 1, Runs: 0);
        }
        return result;
    }

    private async Task<IReadOnlyList<V1Pod>> PodsAsync(string? ns, CancellationToken ct)
    {
        try
        {
            var pods = await attempts.AskAsync(
                c =>
                    ns is null
                        ? cluster.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: c)
                        : cluster.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: c),
                ct
            );
            return [.. pods.Items];
        }
        catch (HttpOperationException e) when (ns is null && e.Is(HttpStatusCode.Forbidden))
        {
            // Whoever may look into one namespace only names it.
            return [];
        }
    }
}
