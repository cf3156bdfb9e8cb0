namespace ResilienceGate.Core.Consistency;

/// <summary>Truth <c>self</c>: what this version answered before anything was broken.</summary>
public static class SelfTruth
{
    /// <summary>
    /// The answers of the majority of the replicas. That there is a minority is a finding of its own, which
    /// <see cref="ConsistencyCheck"/> reports from the same census.
    /// </summary>
    /// <param name="steadyState">The census before any fault.</param>
    /// <returns>Right answers by request id; empty when no replica could be asked.</returns>
    public static IReadOnlyDictionary<string, Prediction> Of(Oracle oracle, Census steadyState) =>
        Agreement.Of(oracle, steadyState.Replicas).Majority is [var first, ..]
            ? first.Answers
            : new Dictionary<string, Prediction>(StringComparer.Ordinal);
}
