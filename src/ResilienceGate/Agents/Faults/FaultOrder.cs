namespace ResilienceGate.Agents.Faults;

/// <summary>What an agent is told at its start, as a JSON argument of its container.</summary>
/// <remarks>
/// All times are spans of the agent's own monotonic clock. That of the gate may tell another time: nothing depends on it.
/// </remarks>
internal sealed record FaultOrder
{
    public required string Run { get; init; }

    /// <summary>The name of the ephemeral container: no other injection has it.</summary>
    public required string Injection { get; init; }

    /// <summary>How long the agent waits to be told to begin. One that was started late waits in vain, and ends.</summary>
    public required TimeSpan BeginWithin { get; init; }

    /// <summary>How long after its beginning the fault is over by itself.</summary>
    public required TimeSpan Lasts { get; init; }

    public required PodFaultOrder Fault { get; init; }
}
