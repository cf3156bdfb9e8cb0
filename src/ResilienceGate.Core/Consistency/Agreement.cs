namespace ResilienceGate.Core.Consistency;

/// <summary>Which replicas are of one mind: same model version, same digest, same answers under the oracle.</summary>
/// <param name="Majority">The largest group; of equals, the one with the first pod by name.</param>
/// <param name="Others">The rest.</param>
public sealed record Agreement(IReadOnlyList<ReplicaState> Majority, IReadOnlyList<ReplicaState> Others)
{
    /// <summary>D = 1 - max over v of |{r: v_r = v}| / R; 0 when all agree, or nobody was asked.</summary>
    public double Divergence => Others.Count == 0 ? 0 : (double)Others.Count / (Majority.Count + Others.Count);

    /// <summary>Replicas that could not be asked belong to neither side.</summary>
    public static Agreement Of(Oracle oracle, IEnumerable<ReplicaState> replicas)
    {
        var asked = replicas
            .Where(replica => replica.Error is null)
            .OrderBy(replica => replica.Pod, StringComparer.Ordinal)
            .ToList();

        // A tolerant oracle is no equivalence, so each replica is tried as the one that the others are compared with.
        var majority = asked
            .Select(reference => asked.Where(other => AreAlike(oracle, reference, other)).ToList())
            .MaxBy(group => group.Count);

        return new Agreement(
            majority ?? [],
            [.. asked.Except(majority ?? [], ReferenceEqualityComparer.Instance).Cast<ReplicaState>()]
        );
    }

    private static bool AreAlike(Oracle oracle, ReplicaState reference, ReplicaState other) =>
        ReferenceEquals(reference, other)
        || (
            string.Equals(reference.ModelVersion, other.ModelVersion, StringComparison.Ordinal)
            && string.Equals(reference.Digest, other.Digest, StringComparison.Ordinal)
            && reference.Answers.Count == other.Answers.Count
            && reference.Answers.All(answer =>
                other.Answers.TryGetValue(answer.Key, out var its) && oracle.IsRight(answer.Value, its)
            )
        );
}
