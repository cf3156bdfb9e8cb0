namespace ResilienceGate.LocalCluster.Api;

/// <summary>What the API server asks of the kubelets: the streams of the containers they run.</summary>
internal interface IContainerStreams
{
    /// <returns>The log as bytes, or null when the container has not started (or has no previous run).</returns>
    Task<Stream?> OpenLogAsync(ContainerReference container, LogOptions options, CancellationToken ct);

    bool IsRunning(ContainerReference container);

    /// <returns>Null when the container is not running.</returns>
    Task<IContainerSession?> AttachAsync(ContainerReference container, CancellationToken ct);

    /// <returns>Null when the container is not running.</returns>
    /// <exception cref="ExecStartException">The command is not there or cannot be executed.</exception>
    Task<IExecutedCommand?> ExecAsync(ContainerReference container, ExecRequest request, CancellationToken ct);
}
