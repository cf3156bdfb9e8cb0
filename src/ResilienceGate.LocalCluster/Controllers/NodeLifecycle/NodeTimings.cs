namespace ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

/// <summary>How long the cluster waits for its nodes.</summary>
internal sealed record NodeTimings
{
    /// <summary>Without a heartbeat for so long, a node is not known to be ready (<c>--node-monitor-grace-period</c>).</summary>
    public TimeSpan MonitorGrace { get; init; } = TimeSpan.FromSeconds(50);
}
