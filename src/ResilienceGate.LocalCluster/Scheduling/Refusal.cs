namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Why a node may not take a pod.</summary>
/// <param name="Reason">In the scheduler's words.</param>
/// <param name="IsResolvable">Whether the node might take it if other pods left.</param>
internal sealed record Refusal(string Reason, bool IsResolvable);
