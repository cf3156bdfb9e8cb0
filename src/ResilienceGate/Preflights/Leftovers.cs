using k8s;
using ResilienceGate.Journals;
using ResilienceGate.Leases;

namespace ResilienceGate.Preflights;

/// <summary>Refuses to start beside a run that is under way, and where an earlier one may have left something broken.</summary>
internal sealed class Leftovers(IKubernetes cluster, TimeProvider time)
{
    /// <param name="target"><c>namespace/kind/name</c>.</param>
    /// <exception cref="GateException">Names the run, and what to do: wait for it, or revert it.</exception>
    public async Task RefuseAsync(string ns, string target, CancellationToken ct)
    {
        var found = await Journal.FindAsync(cluster, ns, ct);
        if (found.Unreadable is [var damaged, ..])
            throw new GateException($"{damaged.Why} Nobody can tell whether its run left something behind.");
        foreach (var journal in found.Readable.Where(j => j.Document.Target == target))
        {
            var document = journal.Document;
            // A run in its midst looks like one that was killed, but for its lease.
            if (await new LeaseLiveness(cluster, time).IsAliveAsync(ns, document.Lease, document.Run, ct))
                throw new GateException(
                    $"Run {document.Run} is under way on this target since {document.Started:u}, and two gates never run on "
                        + "one target. Wait for it to end."
                );
            var open = document.Entries.Count(e => e.State is JournalState.Intended);
            throw new GateException(
                $"Run {document.Run} on this target did not end as it should and may have left {open} fault(s) behind "
                    + $"(journal {ns}/{journal.Name}). Revert it first: "
                    + $"`resilience-gate rollback --namespace {ns} --run {document.Run}`."
            );
        }
    }
}
