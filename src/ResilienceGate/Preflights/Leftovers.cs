using k8s;
using ResilienceGate.Journals;

namespace ResilienceGate.Preflights;

/// <summary>Refuses to start where an earlier run may have left something broken.</summary>
internal static class Leftovers
{
    /// <exception cref="GateException">Names the run and the command that reverts it.</exception>
    public static async Task RefuseAsync(IKubernetes cluster, string ns, string target, CancellationToken ct)
    {
        foreach (var journal in (await Journal.FindAsync(cluster, ns, ct)).Readable)
        {
            var document = journal.Document;
            if (document.Target != target)
                continue;
            var open = document.Entries.Count(e => e.State is JournalState.Intended);
            throw new GateException(
                $"Run {document.Run} on this target did not end as it should and may have left {open} fault(s) behind "
                    + $"(journal {ns}/{journal.Name}). Revert it first: "
                    + $"`resilience-gate rollback --namespace {ns} --run {document.Run}`."
            );
        }
    }
}
