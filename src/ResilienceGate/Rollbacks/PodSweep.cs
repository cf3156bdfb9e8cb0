using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Journals;

namespace ResilienceGate.Rollbacks;

/// <summary>Gives pods their images back that carry the mark of a run of which no journal is left.</summary>
internal sealed class PodSweep(IKubernetes cluster, RunRevert revert, Attempts attempts)
{
    /// <param name="ns">Where to look; null for all namespaces.</param>
    /// <param name="run">Only pods of this run; null for all.</param>
    public async Task<RollbackResult> SweepAsync(string? ns, string? run, CancellationToken ct)
    {
        // Before the journals: a run writes its journal before it swaps an image.
        var marked = (await PodsAsync(ns, ct))
            .Where(p => ImageSwap.RunOf(p) is { } by && (run is null || by == run))
            .ToList();
        var result = RollbackResult.Nothing;
        foreach (var pod in marked)
        {
            // A run and its journal are in the namespace of its pods.
            var journals = await attempts.AskAsync(c => Journal.FindAsync(cluster, pod.Namespace(), c), ct);
            if (
                ImageSwap.RunOf(pod) is { } by
                && !journals.Runs.Contains(by)
                && await revert.RestoreAsync(pod.Name(), pod.Namespace(), by, images: null, ct) is true
            )
                result += new RollbackResult(Faults: 1, Runs: 0);
        }
        return result;
    }

    private async Task<IEnumerable<V1Pod>> PodsAsync(string? ns, CancellationToken ct)
    {
        try
        {
            return await attempts.AskAsync(
                async c =>
                    ns is null
                        ? (await cluster.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: c)).Items
                        : (await cluster.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: c)).Items,
                ct
            );
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Forbidden))
        {
            // Who may not see pods has swapped the images of none.
            return [];
        }
    }
}
