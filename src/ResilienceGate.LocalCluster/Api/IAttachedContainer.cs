namespace ResilienceGate.LocalCluster.Api;

/// <summary>The standard streams of a running container, from now on. Disposing detaches and leaves it running.</summary>
internal interface IAttachedContainer : IAsyncDisposable
{
    /// <summary>Null when the container has no open standard input. Disposing it closes the container's.</summary>
    Stream? StandardInput { get; }

    /// <summary>Ends when the container does.</summary>
    Stream StandardOutput { get; }

    /// <summary>Ends when the container does.</summary>
    Stream StandardError { get; }
}
