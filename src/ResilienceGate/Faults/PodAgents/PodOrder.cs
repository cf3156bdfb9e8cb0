using ResilienceGate.Agents.Faults;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>What is to be done in one pod.</summary>
/// <param name="Target">The container whose processes the agent has to see; null for none.</param>
internal sealed record PodOrder(PodFaultOrder Fault, string? Target = null)
{
    /// <summary>Why it cannot be done in this pod; null when it can.</summary>
    public string? Refused { get; init; }

    /// <summary>What whoever reads the results has to know; null when there is nothing.</summary>
    public string? Remark { get; init; }
}
