namespace ResilienceGate.Core.Measurements;

/// <summary>What is measured for each injection and judged against the baseline.</summary>
public enum Metric
{
    /// <summary>From the fault to the desired replicas ready and the replacement's first right answer.</summary>
    RecoveryTime,

    /// <summary>The sum of the bad 100 ms bins until five clean seconds follow.</summary>
    Outage,

    /// <summary>The 99th percentile of latency while the fault is observed; a timeout counts with its deadline.</summary>
    P99,

    /// <summary>The share of requests rightly answered in time while the fault is observed.</summary>
    Availability,
}
