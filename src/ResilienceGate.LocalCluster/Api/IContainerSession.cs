namespace ResilienceGate.LocalCluster.Api;

/// <summary>The standard streams of a process in a container. Disposing leaves the process running.</summary>
internal interface IContainerSession : IAsyncDisposable
{
    /// <summary>Null when the process reads no input.</summary>
    Stream? StandardInput { get; }

    /// <summary>Ends with the process, or when the session does.</summary>
    Stream StandardOutput { get; }

    /// <summary>Ends as the output does; at its end from the start when the process has a terminal.</summary>
    Stream StandardError { get; }

    /// <summary>Tells the size of the terminal; nothing happens when there is none.</summary>
    void Resize(TerminalSize size);

    /// <summary>The client has no more input. What that means depends on the session: it may end it.</summary>
    ValueTask EndInputAsync();
}
