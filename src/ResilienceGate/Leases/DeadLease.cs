using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Leases;

/// <summary>A lease whose holder is dead.</summary>
internal static class DeadLease
{
    /// <summary>Deletes the very version that was read: whoever wrote it since is alive.</summary>
    public static async Task DeleteAsync(IKubernetes cluster, V1Lease lease, CancellationToken ct)
    {
        try
        {
            await cluster.CoordinationV1.DeleteNamespacedLeaseAsync(
                lease.Name(),
                lease.Namespace(),
                new V1DeleteOptions
                {
                    Preconditions = new V1Preconditions
                    {
                        Uid = lease.Uid(),
                        ResourceVersion = lease.ResourceVersion(),
                    },
                },
                cancellationToken: ct
            );
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound) || e.Is(HttpStatusCode.Conflict))
        {
            // Its gate has released it, or somebody has just taken it over.
        }
    }
}
