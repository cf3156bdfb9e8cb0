namespace ResilienceGate.LocalCluster;

/// <summary>The cluster cannot be started or go on; the message says what to do about it.</summary>
internal sealed class ClusterException : Exception
{
    public ClusterException(string message)
        : base(message) { }

    public ClusterException(string message, Exception innerException)
        : base(message, innerException) { }
}
