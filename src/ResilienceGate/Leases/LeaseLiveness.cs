using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Leases;

/// <summary>Tells whether the gate that holds a lease is alive.</summary>
/// <remarks>
/// As the leader election of client-go does: by whether the lease changes while it is watched, for as long as it lasts
/// on the own monotonic clock. The times in it are of the clock of another machine, and say nothing.
/// </remarks>
internal sealed class LeaseLiveness(IKubernetes cluster, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>The lease with its holder, who may be dead; null when nobody holds it.</summary>
    public async Task<V1Lease?> FindAsync(string ns, string name, CancellationToken ct)
    {
        try
        {
            return await cluster.CoordinationV1.ReadNamespacedLeaseAsync(name, ns, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            return null;
        }
    }

    /// <summary>
    /// Watches a lease until it shows a sign of life: at most for its duration. That is how long somebody who was killed
    /// a moment ago seems to be alive.
    /// </summary>
    /// <returns>False when its holder is silent, or holds it no more.</returns>
    public async Task<bool> IsAliveAsync(V1Lease lease, CancellationToken ct)
    {
        var lasts = TimeSpan.FromSeconds(lease.Spec.LeaseDurationSeconds ?? TargetLease.Duration.TotalSeconds);
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < lasts)
        {
            await Task.Delay(Poll, time, ct);
            if (
                await FindAsync(lease.Namespace(), lease.Name(), ct) is not { } now
                || now.Spec.HolderIdentity != lease.Spec.HolderIdentity
            )
                return false;
            if (now.ResourceVersion() != lease.ResourceVersion())
                return true;
        }
        return false;
    }

    /// <summary>Whether this run holds the lease and shows a sign of life.</summary>
    public async Task<bool> IsAliveAsync(string ns, string name, string run, CancellationToken ct) =>
        await FindAsync(ns, name, ct) is { } lease && lease.Spec.HolderIdentity == run && await IsAliveAsync(lease, ct);
}
