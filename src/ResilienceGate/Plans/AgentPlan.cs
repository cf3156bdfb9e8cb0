namespace ResilienceGate.Plans;

/// <summary>What runs inside the cluster.</summary>
/// <param name="Image">Image of this product.</param>
/// <param name="Namespace">Where its Jobs run; the target's own namespace by default.</param>
internal sealed record AgentPlan(string Image, string Namespace);
