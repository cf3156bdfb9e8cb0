namespace ResilienceGate.Core.Consistency;

/// <summary>Every replica asked at one moment.</summary>
/// <param name="When">After which step: <see cref="SteadyState"/>, or the name of an experiment.</param>
/// <param name="Replicas">One entry a replica.</param>
public sealed record Census(string When, IReadOnlyList<ReplicaState> Replicas)
{
    /// <summary>The census before anything is broken; it is the first.</summary>
    public const string SteadyState = "steady state";
}
