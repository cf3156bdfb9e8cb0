namespace ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

/// <summary>How long it takes until a node that is silent is noticed, and its pods are replaced.</summary>
internal sealed record NodeTimings
{
    /// <summary>Kubernetes' own defaults: the loss of a node is a matter of six minutes.</summary>
    public static NodeTimings Real { get; } = new();

    /// <summary>The same in seconds, for those who do not want to wait.</summary>
    public static NodeTimings Fast { get; } =
        new()
        {
            LeaseDuration = TimeSpan.FromSeconds(4),
            RenewInterval = TimeSpan.FromSeconds(1),
            MonitorGrace = TimeSpan.FromSeconds(5),
            DefaultToleration = TimeSpan.FromSeconds(5),
            MissingNodeGrace = TimeSpan.FromSeconds(4),
        };

    /// <summary>What a heartbeat promises (<c>nodeLeaseDurationSeconds</c>).</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How often a node sends one: a quarter of what it promises.</summary>
    public TimeSpan RenewInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without a heartbeat for so long, a node is not known to be ready (<c>--node-monitor-grace-period</c>).</summary>
    public TimeSpan MonitorGrace { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>How long a pod outlives its node's health that says nothing about it (<c>DefaultTolerationSeconds</c>).</summary>
    public TimeSpan DefaultToleration { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long pods are kept whose node was deleted: it may come again.</summary>
    public TimeSpan MissingNodeGrace { get; init; } = TimeSpan.FromSeconds(40);
}
