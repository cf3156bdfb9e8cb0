using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Guards;
using ResilienceGate.Journals;
using ResilienceGate.Leases;

namespace ResilienceGate.Rollbacks;

/// <summary>
/// Deletes what is left of runs without a journal and breaks nothing: leases of gates that were killed before they had
/// one, and the Jobs of guards that have done their work.
/// </summary>
internal sealed class ObjectSweep(IKubernetes cluster, TimeProvider time, Attempts attempts, Action<string> say)
{
    /// <param name="scope">Where to look, and for which run.</param>
    public async Task SweepAsync(RollbackScope scope, CancellationToken ct)
    {
        var leases = await ListAsync(c => LeasesAsync(scope.Namespace, c), scope, ct);
        var guards = await ListAsync(c => GuardsAsync(scope.Namespace, c), scope, ct);
        foreach (var guard in guards.Where(g => g.Status?.Succeeded > 0))
        {
            await GuardPost.RemoveAsync(cluster, guard.GetLabel(Labels.Run), guard.Namespace(), ct);
            say($"run {guard.GetLabel(Labels.Run)}: its guard has done its work, and is gone");
        }
        if (leases.Count == 0)
            return;
        // After the leases: a gate that lives takes its lease first and then writes its journal, and is watched besides.
        var journals = await attempts.AskAsync(c => Journal.FindAsync(cluster, scope.Namespace, c), ct);
        var going = journals.Runs.ToHashSet(StringComparer.Ordinal);
        await Task.WhenAll(
            leases.Where(l => !going.Contains(l.Spec.HolderIdentity ?? "")).Select(l => FreeAsync(l, ct))
        );
    }

    private async Task FreeAsync(V1Lease lease, CancellationToken ct)
    {
        if (await new LeaseLiveness(cluster, time).IsAliveAsync(lease, ct))
            return;
        await DeadLease.DeleteAsync(cluster, lease, ct);
        say(
            $"run {lease.Spec.HolderIdentity}: its gate is dead, and the lease {lease.Namespace()}/{lease.Name()} free"
        );
    }

    private async Task<IList<V1Lease>> LeasesAsync(string? ns, CancellationToken ct)
    {
        var selector = Labels.SelectRole(TargetLease.Role);
        var found = ns is null
            ? await cluster.CoordinationV1.ListLeaseForAllNamespacesAsync(
                labelSelector: selector,
                cancellationToken: ct
            )
            : await cluster.CoordinationV1.ListNamespacedLeaseAsync(ns, labelSelector: selector, cancellationToken: ct);
        return found.Items;
    }

    private async Task<IList<V1Job>> GuardsAsync(string? ns, CancellationToken ct)
    {
        var selector = Labels.SelectRole(GuardJob.Role);
        var found = ns is null
            ? await cluster.BatchV1.ListJobForAllNamespacesAsync(labelSelector: selector, cancellationToken: ct)
            : await cluster.BatchV1.ListNamespacedJobAsync(ns, labelSelector: selector, cancellationToken: ct);
        return found.Items;
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        Func<CancellationToken, Task<IList<T>>> list,
        RollbackScope scope,
        CancellationToken ct
    )
        where T : IMetadata<V1ObjectMeta>
    {
        try
        {
            var found = await attempts.AskAsync(list, ct);
            return [.. found.Where(o => o.GetLabel(Labels.Run) is { } run && scope.Covers(run))];
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Forbidden))
        {
            // A guard goes by its time to live, and a lease lapses.
            return [];
        }
    }
}
