namespace ResilienceGate.EndToEnd.Kills;

/// <summary>How a run is ended that did not expect it.</summary>
internal enum Strike
{
    /// <summary>SIGKILL to the gate.</summary>
    Gate,

    /// <summary>SIGKILL to the agents in pods, and a while later SIGINT to the gate.</summary>
    Agents,

    /// <summary>SIGKILL to both.</summary>
    Both,

    /// <summary>SIGINT to the gate.</summary>
    Interrupt,
}
