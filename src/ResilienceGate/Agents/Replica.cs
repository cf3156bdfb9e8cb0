namespace ResilienceGate.Agents;

/// <summary>One pod of the target.</summary>
/// <param name="Address">IP and the port of the model's container.</param>
internal sealed record Replica(string Pod, string Uid, string Address);
