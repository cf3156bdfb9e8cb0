using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;
using ResilienceGate.LocalCluster.Nodes.Isolation.Loopback;
using ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes.Isolation;

/// <summary>Gives a cluster the isolation that its user chose, or the best that the machine allows.</summary>
internal static class Isolations
{
    /// <exception cref="ClusterException">Namespaces were asked for and are not to be had.</exception>
    public static async Task<IIsolation> StartAsync(
        IsolationChoice choice,
        StateDirectory state,
        CgroupMounts cgroups,
        CancellationToken ct
    )
    {
        if (choice is IsolationChoice.Loopback)
            return new LoopbackIsolation(AddressBlock.ClaimLoopback(), "so chosen by --isolation loopback");
        try
        {
            return await NamespacedIsolation.StartAsync(state, cgroups, ct);
        }
        catch (IsolationException e) when (choice is IsolationChoice.Auto)
        {
            return new LoopbackIsolation(AddressBlock.ClaimLoopback(), e.Message);
        }
        catch (IsolationException e)
        {
            throw new ClusterException(
                $"--isolation namespaces is not possible here: {e.Message}; with --isolation auto the cluster does without",
                e
            );
        }
    }
}
