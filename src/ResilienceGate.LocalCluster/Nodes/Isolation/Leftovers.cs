using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation;

/// <summary>
/// Clears what clusters have left that were killed together with their reapers, wherever their state was: processes,
/// with whose end the kernel removes their namespaces and all that is in these, and empty control groups.
/// </summary>
internal static class Leftovers
{
    public static void Clear(CgroupMounts cgroups)
    {
        foreach (var cluster in Processes().Where(cluster => !cluster.IsAlive))
            MarkedProcesses.KillAll(ProcessMark.Cluster(cluster.ToString()));
        foreach (var directory in cgroups.Clusters().Where(cluster => !cluster.IsAlive).SelectMany(cgroups.Directories))
            CgroupFiles.Remove(directory);
    }

    /// <summary>
    /// Only those of this PID namespace: of a cluster in another one, as in somebody's container, the machine may see
    /// the processes too, but not by the ids that their names go by.
    /// </summary>
    private static IEnumerable<ClusterId> Processes() =>
        MarkedProcesses
            .InThisNamespace(ProcessMark.ClusterVariable)
            .Select(ClusterId.TryParse)
            .OfType<ClusterId>()
            .Distinct();
}
