using k8s;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Faults.PodAgents;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Journals;
using ResilienceGate.Leases;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Rollbacks;

/// <summary>Reverts what one run has left behind, by its journal.</summary>
internal sealed class RunRevert(IKubernetes cluster, TimeProvider time, Attempts attempts, Action<string> say)
{
    /// <summary>Null when the environment has no key for it.</summary>
    public GremlinApi? Gremlin { get; init; }

    private readonly Cordon _cordon = new(cluster);

    /// <summary>What cannot be done is left to the next time: the journal stays until everything is reverted.</summary>
    public async Task<RollbackResult> RevertAsync(Journal journal, CancellationToken ct)
    {
        var run = journal.Document.Run;
        var isThere = false;
        // First of all, so that a gate that wakes up injects nothing more.
        if (
            !await attempts.DoAsync(
                $"closing the journal of run {run}",
                async c => isThere = await journal.CloseAsync(c),
                ct
            ) || !isThere
        )
            return RollbackResult.Nothing;

        var result = RollbackResult.Nothing;
        var open = journal.Document.Entries.Where(e => e.State is JournalState.Intended).ToList();
        foreach (var entry in open)
            result += await RevertAsync(journal, entry, ct);
        var areAttacksOver = true;
        foreach (var attack in journal.Document.Attacks)
            areAttacksOver &= await HaltAsync(attack, run, ct);
        var isProbeGone = await attempts.DoAsync(
            $"deleting the probe of run {run}",
            c => new ProbePod(cluster, time).DeleteAsync(ProbeJob.NameFor(run), journal.Document.AgentNamespace, c),
            ct
        );
        var isLeaseGone = await attempts.DoAsync(
            $"deleting the lease of run {run}",
            c => DeleteLeaseAsync(journal, c),
            ct
        );
        if (
            result.Faults < open.Count
            || !areAttacksOver
            || !isProbeGone
            || !isLeaseGone
            || !await attempts.DoAsync($"deleting the journal of run {run}", journal.DeleteAsync, ct)
        )
            return result;
        say($"run {run}: probe, lease and journal are gone");
        return result + new RollbackResult(Faults: 0, Runs: 1);
    }

    private async Task<RollbackResult> RevertAsync(Journal journal, JournalEntry entry, CancellationToken ct)
    {
        var run = journal.Document.Run;
        var isReverted = true;
        foreach (var node in entry.Nodes)
            isReverted &= await OpenAsync(node, run, ct) is not null;
        if (entry.Agent is { } agent)
            foreach (var pod in entry.Pods)
                isReverted &= (await StopAsync(journal.Namespace, pod, agent, run, ct)).IsDone;
        foreach (var swapped in entry.Swaps ?? [])
            isReverted &= await RestoreAsync(swapped.Pod, journal.Namespace, run, swapped.Images, ct) is not null;
        if (entry.Chaos is { } chaos)
            isReverted &= await RemoveAsync(chaos, run, ct);
        if (!isReverted)
            return RollbackResult.Nothing;
        say($"run {run}: {entry.Fault} of '{entry.Experiment}', injection {entry.Number}, is reverted");
        return new RollbackResult(Faults: 1, Runs: 0);
    }

    /// <summary>Opens a node if this run has closed it.</summary>
    /// <returns>Whether it was closed; null when it could not be opened.</returns>
    public Task<bool?> OpenAsync(string node, string run, CancellationToken ct) =>
        UndoAsync($"opening node {node} for run {run}", run, c => _cordon.OpenAsync(node, run, c), ct);

    /// <summary>Gives a pod its images back if this run has swapped them.</summary>
    /// <param name="images">What they were; null to believe what the pod carries.</param>
    /// <returns>Whether they were swapped; null when they could not be given back.</returns>
    public Task<bool?> RestoreAsync(
        string pod,
        string ns,
        string run,
        IReadOnlyDictionary<string, string>? images,
        CancellationToken ct
    ) =>
        UndoAsync(
            $"giving pod {ns}/{pod} its images back for run {run}",
            run,
            c => new ImageSwap(cluster, ns).RestoreAsync(pod, run, images, c),
            ct
        );

    /// <param name="undo">Gives the proof, or null when there is nothing to undo.</param>
    private async Task<bool?> UndoAsync(
        string what,
        string run,
        Func<CancellationToken, Task<string?>> undo,
        CancellationToken ct
    )
    {
        string? proof = null;
        if (!await attempts.DoAsync(what, async c => proof = await undo(c), ct))
            return null;
        if (proof is not null)
            say($"run {run}: {proof}");
        return proof is not null;
    }

    /// <summary>Stops the agent in a pod if there is one.</summary>
    /// <returns>Whether it is known to be off, and what proves that a fault was taken away.</returns>
    public async Task<(bool IsDone, string? Proof)> StopAsync(
        string ns,
        string pod,
        string container,
        string run,
        CancellationToken ct
    )
    {
        string? proof = null;
        var isDone = await attempts.DoAsync(
            $"stopping the agent {container} in pod {ns}/{pod}",
            async c => proof = await new AgentStop(new PodAgent(cluster, ns, pod, container), time).StopAsync(c),
            ct
        );
        if (proof is not null)
            say($"run {run}: {proof}");
        return (isDone, proof);
    }

    private async Task<bool> HaltAsync(string attack, string run, CancellationToken ct)
    {
        if (Gremlin is not { } api)
        {
            attempts.Fail(
                $"halting Gremlin's attack {attack} of run {run} needs its key: set {GremlinAccount.KeyVariable} and "
                    + $"{GremlinAccount.TeamVariable}, and say this again; or halt it at app.gremlin.com"
            );
            return false;
        }
        string? proof = null;
        var halt = new GremlinHalt(api, attack, time);
        if (
            !await attempts.DoAsync(
                $"halting Gremlin's attack {attack} of run {run}",
                async c => proof = await halt.RunAsync(c),
                ct
            )
        )
            return false;
        say($"run {run}: {proof}");
        return true;
    }

    private async Task<bool> RemoveAsync(ChaosReference chaos, string run, CancellationToken ct)
    {
        string? proof = null;
        var removal = new ChaosRemoval(new ChaosApi(cluster), chaos, time);
        if (
            !await attempts.DoAsync($"deleting {chaos} for run {run}", async c => proof = await removal.RunAsync(c), ct)
        )
            return false;
        if (proof is not null)
            say($"run {run}: {proof}");
        return true;
    }

    private async Task DeleteLeaseAsync(Journal journal, CancellationToken ct)
    {
        var lease = await new LeaseLiveness(cluster, time).FindAsync(journal.Namespace, journal.Document.Lease, ct);
        if (lease is null || lease.Spec.HolderIdentity != journal.Document.Run)
            return;
        await DeadLease.DeleteAsync(cluster, lease, ct);
    }
}
