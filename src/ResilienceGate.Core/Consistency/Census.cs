namespace ResilienceGate.Core.Consistency;

/// <summary>Every replica asked at one moment.</summary>
/// <param name="When">After which step: <c>steady state</c>, or the name of an experiment.</param>
/// <param name="Replicas">One entry a replica.</param>
public sealed record Census(string When, IReadOnlyList<ReplicaState> Replicas);
