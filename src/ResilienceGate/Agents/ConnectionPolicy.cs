namespace ResilienceGate.Agents;

/// <summary>What clients see when a pod goes depends on how they keep connections.</summary>
internal enum ConnectionPolicy
{
    /// <summary>A connection a request: every request is balanced anew.</summary>
    Fresh,

    /// <summary>Connections are kept and reused, as most clients do.</summary>
    Pooled,
}
