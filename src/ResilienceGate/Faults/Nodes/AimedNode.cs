namespace ResilienceGate.Faults.Nodes;

/// <summary>A node as it was when it was aimed at. Only this very version of it is closed.</summary>
internal sealed record AimedNode(string Name, string ResourceVersion);
