using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.NodeDrain;
using ResilienceGate.Journals;
using ResilienceGate.Leases;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Rollbacks;

/// <summary>
/// Finds and reverts whatever runs have left behind, from the cluster alone. Said twice, it changes nothing.
/// </summary>
internal sealed class Rollback(IKubernetes cluster, TimeProvider time, Action<string> say)
{
    /// <param name="ns">Where to look for journals; null for all namespaces.</param>
    /// <param name="run">Only this run, also when its gate seems to be alive; null for every run whose gate is gone.</param>
    /// <exception cref="GateException">Something could not be reverted, or a gate is alive.</exception>
    public async Task<RollbackResult> RunAsync(string? ns, string? run, CancellationToken ct)
    {
        var journals = (await JournalsAsync(ns, ct)).Where(j => run is null || j.Document.Run == run).ToList();
        var result = RollbackResult.Nothing;
        foreach (var journal in journals)
        {
            if (run is null)
                await WaitUntilGoneAsync(journal, ct);
            result += await RevertAsync(journal, ct);
        }
        return result + await SweepAsync(run, journals, ct);
    }

    private async Task<IReadOnlyList<Journal>> JournalsAsync(string? ns, CancellationToken ct)
    {
        try
        {
            return await Journal.FindAsync(cluster, ns, ct);
        }
        catch (HttpOperationException e) when (ns is null && e.Is(System.Net.HttpStatusCode.Forbidden))
        {
            throw new GateException("This user may not look into all namespaces. Name one with --namespace.", e);
        }
    }

    /// <summary>A gate that was killed a moment ago still holds its lease; one that is alive renews it.</summary>
    private async Task WaitUntilGoneAsync(Journal journal, CancellationToken ct)
    {
        var said = false;
        DateTime? renewed = null;
        while (
            await LeaseOfAsync(journal, ct) is { } lease && TargetLease.Overdue(lease, time.GetUtcNow()) < TimeSpan.Zero
        )
        {
            if (renewed is not null && lease.Spec.RenewTime != renewed)
                throw new GateException(
                    $"The gate of run {journal.Document.Run} is alive: it renews its lease {journal.Namespace}/{journal.Document.Lease}. "
                        + $"Stop it, or revert it all the same with --run {journal.Document.Run}."
                );
            renewed = lease.Spec.RenewTime;
            if (!said)
                say(
                    $"waiting for the lease of run {journal.Document.Run} to lapse, for its gate may be alive "
                        + $"(--run {journal.Document.Run} does not wait)"
                );
            said = true;
            await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
        }
    }

    private async Task<V1Lease?> LeaseOfAsync(Journal journal, CancellationToken ct)
    {
        var leases = await cluster.CoordinationV1.ListNamespacedLeaseAsync(
            journal.Namespace,
            fieldSelector: $"metadata.name={journal.Document.Lease}",
            cancellationToken: ct
        );
        return leases.Items.FirstOrDefault(l => l.Spec.HolderIdentity == journal.Document.Run);
    }

    private async Task<RollbackResult> RevertAsync(Journal journal, CancellationToken ct)
    {
        var run = journal.Document.Run;
        // First of all, so that a gate that wakes up injects nothing more.
        await journal.CloseAsync(ct);
        var result = RollbackResult.Nothing;
        var cordon = new Cordon(cluster);
        foreach (var entry in journal.Document.Entries.Where(e => e.State is JournalState.Intended))
        {
            foreach (var node in entry.Nodes)
            {
                if (await cordon.OpenAsync(node, run, ct) is { } proof)
                    say($"run {run}: {proof}");
            }
            say($"run {run}: {entry.Fault} of '{entry.Experiment}', injection {entry.Number}, is reverted");
            result += new RollbackResult(Faults: 1, Runs: 0);
        }
        var probe = new ProbePod(cluster, time);
        await probe.DeleteAsync(ProbeJob.NameFor(run), journal.Document.AgentNamespace, ct);
        if (await LeaseOfAsync(journal, ct) is { } lease)
            await DeleteLeaseAsync(lease, ct);
        await journal.DeleteAsync(ct);
        say($"run {run}: probe, lease and journal are gone");
        return result + new RollbackResult(Faults: 0, Runs: 1);
    }

    private async Task DeleteLeaseAsync(V1Lease lease, CancellationToken ct)
    {
        try
        {
            await cluster.CoordinationV1.DeleteNamespacedLeaseAsync(
                lease.Name(),
                lease.Namespace(),
                cancellationToken: ct
            );
        }
        catch (HttpOperationException e) when (e.Is(System.Net.HttpStatusCode.NotFound))
        {
            // Its gate has released it.
        }
    }

    /// <summary>Nodes that carry our mark although no journal speaks of them.</summary>
    private async Task<RollbackResult> SweepAsync(string? run, IReadOnlyList<Journal> seen, CancellationToken ct)
    {
        var cordon = new Cordon(cluster);
        IReadOnlyList<V1Node> nodes;
        try
        {
            nodes = await cordon.NodesAsync(ct);
        }
        catch (HttpOperationException e) when (e.Is(System.Net.HttpStatusCode.Forbidden))
        {
            // Who may not see nodes has not drained any.
            return RollbackResult.Nothing;
        }
        var elsewhere = (await AllJournalsAsync(ct))
            .Select(j => j.Document.Run)
            .Except(seen.Select(j => j.Document.Run))
            .ToHashSet();
        var result = RollbackResult.Nothing;
        foreach (var node in nodes)
        {
            // A node of a run whose journal is not looked at here is that run's own business.
            if (Cordon.RunOf(node) is not { } by || elsewhere.Contains(by) || (run is not null && by != run))
                continue;
            if (await cordon.OpenAsync(node.Name(), by, ct) is { } proof)
            {
                say($"run {by}: {proof}");
                result += new RollbackResult(Faults: 1, Runs: 0);
            }
        }
        return result;
    }

    private async Task<IReadOnlyList<Journal>> AllJournalsAsync(CancellationToken ct)
    {
        try
        {
            return await Journal.FindAsync(cluster, ns: null, ct);
        }
        catch (HttpOperationException e) when (e.Is(System.Net.HttpStatusCode.Forbidden))
        {
            return [];
        }
    }
}
