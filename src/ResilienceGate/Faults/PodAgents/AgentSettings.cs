namespace ResilienceGate.Faults.PodAgents;

/// <summary>What the agents of one injection have in common.</summary>
/// <param name="Container">The name of the ephemeral container in each pod.</param>
internal sealed record AgentSettings(string Run, string Namespace, string Image, string Container);
