namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>Which processes a container sees.</summary>
internal abstract record ProcessNamespace
{
    private ProcessNamespace() { }

    /// <summary>Its own, of which it has the first.</summary>
    public sealed record Own : ProcessNamespace;

    /// <summary>Those that another process sees.</summary>
    public sealed record Of(int Process) : ProcessNamespace;

    /// <summary>All of the machine's (<c>hostPID</c>).</summary>
    public sealed record Machine : ProcessNamespace;
}
