namespace ResilienceGate.Recommender.Serving.Configuration;

/// <summary>What SIGTERM does.</summary>
internal enum ShutdownMode
{
    /// <summary>Not ready at once, requests in flight are finished, exit 0.</summary>
    Graceful,

    /// <summary>The process ends at once; requests in flight are cut off, exit 143.</summary>
    Abrupt,

    /// <summary>Nothing: the kubelet has to kill it when the grace period is over, exit 137.</summary>
    Ignore,
}
