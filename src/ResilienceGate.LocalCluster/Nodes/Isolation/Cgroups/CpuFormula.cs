namespace ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

/// <summary>How the kubelet and its runtime write processors for the kernel.</summary>
internal static class CpuFormula
{
    /// <summary>The time over which a limit is kept, in microseconds.</summary>
    public const long Period = 100_000;

    private const long ShortestQuota = 1000;
    private const long FewestShares = 2;
    private const long MostShares = 262_144;

    /// <summary>The time that may be used in a period, in microseconds (kubelet: <c>MilliCPUToQuota</c>).</summary>
    public static long Quota(long thousandths) => Math.Max(thousandths * Period / 1000, ShortestQuota);

    /// <summary>kubelet: <c>MilliCPUToShares</c>.</summary>
    public static long Shares(long thousandths) => Math.Clamp(thousandths * 1024 / 1000, FewestShares, MostShares);

    /// <summary>1 to 10000, from shares (KEP-2254, <c>ConvertCPUSharesToCgroupV2Value</c> in runc).</summary>
    public static long Weight(long thousandths) => 1 + ((Shares(thousandths) - FewestShares) * 9999 / 262_142);
}
