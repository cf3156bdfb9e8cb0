namespace ResilienceGate.LocalCluster.Nodes.Isolation;

/// <summary>What the user asks for.</summary>
internal enum IsolationChoice
{
    /// <summary>Namespaces when the machine allows them.</summary>
    Auto,

    Loopback,

    /// <summary>Namespaces, or no cluster.</summary>
    Namespaces,
}
