using ResilienceGate.Journals;

namespace ResilienceGate.Experiments;

/// <summary>
/// Writes an injection down, and lets it happen only if the run then still holds its target and its journal, and not much
/// time has passed.
/// </summary>
/// <remarks>
/// A gate can be paused at any moment, and be woken after a rollback has undone its run. What it reads here it reads
/// right before it acts, and how long it took it knows by the monotonic clock of its machine, which goes on while a
/// process is stopped (though not, on Linux, while the machine is suspended). What remains is a pause between the last
/// look at that clock and the moment at which the API server takes the request. In it a node cannot be closed, for the
/// rollback has made a new version of it (see <see cref="Faults.Nodes.Cordon"/>); a pod that was aimed at, and no
/// other, can still be deleted or evicted, as pods can be at any time: its controller replaces it; and an agent that a
/// rollback has not seen begins on a word that is said after one more look only (see <see cref="Faults.PodAgents"/>).
/// </remarks>
/// <param name="holdsTarget">Whether the lease on the target has not lapsed, by the own clock.</param>
internal sealed class InjectionFence(Journal journal, Func<bool> holdsTarget, TimeProvider time)
{
    /// <summary>An intent that is older is void: the target may not be what it was when it was aimed at.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>Looks whether this run may still act.</summary>
    /// <exception cref="GateException">The run does not hold its journal or its target any more.</exception>
    public async Task ConfirmAsync(CancellationToken ct)
    {
        await journal.ConfirmAsync(ct);
        if (!holdsTarget())
            throw new GateException("The lease on the target has lapsed: this gate does nothing more.");
    }

    /// <returns>Why the injection must not happen, and is void; null when it may.</returns>
    /// <exception cref="GateException">The run does not hold its journal or its target any more.</exception>
    public async Task<string?> IntendAsync(JournalEntry entry, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        await journal.IntendAsync(entry, ct);
        await ConfirmAsync(ct);
        var took = time.GetElapsedTime(began);
        return took <= Fresh
            ? null
            : $"it took {took.TotalSeconds:0} s to write it down, and the target may have changed meanwhile";
    }
}
