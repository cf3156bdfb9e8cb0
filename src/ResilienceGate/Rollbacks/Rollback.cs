using System.Net;
using k8s;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Guards;
using ResilienceGate.Journals;
using ResilienceGate.Leases;

namespace ResilienceGate.Rollbacks;

/// <summary>
/// Finds and reverts whatever runs have left behind, from the cluster alone. Said twice, it changes nothing.
/// </summary>
internal sealed class Rollback(IKubernetes cluster, TimeProvider time, Action<string> say)
{
    private readonly Attempts _attempts = new(time);

    /// <summary>Null when the environment has no key for it.</summary>
    public GremlinApi? Gremlin { get; init; }

    /// <exception cref="GateException">
    /// Something could not be reverted, or a gate is alive: the message has all of it, and everything else is reverted.
    /// </exception>
    public async Task<RollbackResult> RunAsync(RollbackScope scope, CancellationToken ct)
    {
        var found = await JournalsAsync(scope.Namespace, ct);
        foreach (var damaged in found.Unreadable.Where(j => scope.Covers(j.Run)))
            _attempts.Fail($"{damaged.Why} Delete it when its run {damaged.Run} is over, and say this again.");

        var revert = new RunRevert(cluster, time, _attempts, say) { Gremlin = Gremlin };
        var over = new HashSet<string>(StringComparer.Ordinal);
        var result = RollbackResult.Nothing;
        foreach (
            var journal in await DeadAsync([.. found.Readable.Where(j => scope.Covers(j.Document.Run))], scope, ct)
        )
        {
            var reverted = await revert.RevertAsync(journal, ct);
            if (reverted.Runs > 0)
            {
                over.Add(journal.Document.Run);
                await _attempts.DoAsync(
                    $"deleting the guard of run {journal.Document.Run}",
                    c => GuardPost.RemoveAsync(cluster, journal.Document.Run, journal.Document.AgentNamespace, c),
                    ct
                );
            }
            result += reverted;
        }
        var sweep = new NodeSweep(cluster, revert, _attempts, say);
        await _attempts.DoAsync(
            "looking for nodes that nobody speaks of",
            async c => result += await sweep.SweepAsync(scope.Run, r => over.Contains(r) || scope.IsForced, c),
            ct
        );
        await _attempts.DoAsync(
            "looking for agents that nobody speaks of",
            async c =>
                result += await new AgentSweep(cluster, revert, _attempts).SweepAsync(scope.Namespace, scope.Run, c),
            ct
        );
        await _attempts.DoAsync(
            "looking for pods that nobody speaks of",
            async c =>
                result += await new PodSweep(cluster, revert, _attempts).SweepAsync(scope.Namespace, scope.Run, c),
            ct
        );
        await _attempts.DoAsync(
            "looking for guards and leases that nobody needs any more",
            c => new ObjectSweep(cluster, time, _attempts, say).SweepAsync(scope, c),
            ct
        );
        _attempts.ThrowIfAnyFailed();
        return result;
    }

    private async Task<FoundJournals> JournalsAsync(string? ns, CancellationToken ct)
    {
        try
        {
            return await _attempts.AskAsync(c => Journal.FindAsync(cluster, ns, c), ct);
        }
        catch (HttpOperationException e) when (ns is null && e.Is(HttpStatusCode.Forbidden))
        {
            throw new GateException("This user may not look into all namespaces. Name one with --namespace.", e);
        }
    }

    /// <summary>Without the runs whose gates are alive. All leases are watched at once: it takes as long as one lasts.</summary>
    private async Task<IReadOnlyList<Journal>> DeadAsync(
        IReadOnlyList<Journal> journals,
        RollbackScope scope,
        CancellationToken ct
    )
    {
        if (scope.IsForced)
            return journals;
        var dead = await Task.WhenAll(journals.Select(j => IsDeadAsync(j, ct)));
        return [.. journals.Where((_, i) => dead[i])];
    }

    private async Task<bool> IsDeadAsync(Journal journal, CancellationToken ct)
    {
        var (run, place) = (journal.Document.Run, $"{journal.Namespace}/{journal.Document.Lease}");
        var liveness = new LeaseLiveness(cluster, time);
        var isAlive = false;
        return await _attempts.DoAsync($"looking whether the gate of run {run} is alive", LookAsync, ct) && !isAlive;

        async Task LookAsync(CancellationToken c)
        {
            var lease = await liveness.FindAsync(journal.Namespace, journal.Document.Lease, c);
            if (lease is null || lease.Spec.HolderIdentity != run)
                return;
            say($"watching the lease {place} of run {run}, whose gate may be alive");
            isAlive = await liveness.IsAliveAsync(lease, c);
            if (isAlive)
                _attempts.Fail(
                    $"run {run} is under way: its gate renews the lease {place}. Wait for it to end, or end it with "
                        + $"`resilience-gate rollback --namespace {journal.Namespace} --run {run} --force`"
                );
        }
    }
}
