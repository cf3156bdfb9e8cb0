using k8s;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.Guards;
using ResilienceGate.Journals;
using ResilienceGate.Leases;
using ResilienceGate.Preflights;
using ResilienceGate.Rollbacks;

namespace ResilienceGate.Agents.Guard;

/// <summary>
/// Watches over one run from inside the cluster: when its gate shows no sign of life any more, reverts what it has left, as
/// <c>rollback</c> would.
/// </summary>
/// <param name="say">Told what happens, a line each.</param>
internal sealed class GuardAgent(IKubernetes cluster, TimeProvider time, Action<string> say)
{
    /// <summary>Said when the guard is there and may do all that it has to.</summary>
    public const string OnDuty = "on guard";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromSeconds(10);

    /// <summary>Returns when nothing of the run is left.</summary>
    /// <param name="ns">Of the target.</param>
    /// <exception cref="GateException">It may not do what it has to.</exception>
    public async Task RunAsync(string ns, string run, CancellationToken ct)
    {
        if (await FindAsync(ns, run, ct) is { } journal)
            await RequireRightsAsync(ns, journal.Document.AgentNamespace, ct);
        say($"{OnDuty} for run {run}");
        while (!await IsOverAsync(ns, run, ct))
            await Task.Delay(Pause, time, ct);
        say($"run {run} is over, and nothing of it is left");
    }

    private async Task RequireRightsAsync(string ns, string agent, CancellationToken ct)
    {
        if (await new AccessCheck(cluster).MissingAsync(GuardRights.In(ns, agent), ct) is { Count: > 0 } missing)
            throw new GateException(
                $"The service account of the guard lacks: {string.Join("; ", missing)}. Grant it with action/rbac of this product."
            );
    }

    /// <summary>Looks once, for as long as the lease of the run lasts; trouble with the API server is no death of the gate.</summary>
    private async Task<bool> IsOverAsync(string ns, string run, CancellationToken ct)
    {
        try
        {
            if (await FindAsync(ns, run, ct) is not { } journal)
                return true;
            if (await new LeaseLiveness(cluster, time).IsAliveAsync(ns, journal.Document.Lease, run, ct))
                return false;
            // A gate that ends cleanly deletes its journal before it gives its lease up.
            if (await FindAsync(ns, run, ct) is { } left)
                await RevertAsync(left, ct);
            return false;
        }
        catch (HttpOperationException e)
        {
            await ComplainAsync(e.Explain(), ct);
        }
        catch (Exception e) when (e is GateException or HttpRequestException or IOException)
        {
            await ComplainAsync(e.Message, ct);
        }
        return false;
    }

    private Task ComplainAsync(string why, CancellationToken ct)
    {
        say(why);
        return Task.Delay(PauseAfterTrouble, time, ct);
    }

    private async Task RevertAsync(Journal journal, CancellationToken ct)
    {
        var run = journal.Document.Run;
        say($"the gate of run {run} shows no sign of life");
        var attempts = new Attempts(time);
        await new RunRevert(cluster, time, attempts, say).RevertAsync(journal, ct);
        attempts.ThrowIfAnyFailed();
    }

    /// <summary>Null when the run has ended, and left nothing.</summary>
    private async Task<Journal?> FindAsync(string ns, string run, CancellationToken ct)
    {
        var found = await Journal.FindAsync(cluster, ns, ct);
        return found.Unreadable.FirstOrDefault(j => j.Run == run) is { } damaged
            ? throw new GateException(damaged.Why)
            : found.Readable.FirstOrDefault(j => j.Document.Run == run);
    }
}
