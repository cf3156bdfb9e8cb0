namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>Those parameters that this model knows; the protocol lets a server ignore the others.</summary>
internal sealed record InferParameters
{
    /// <summary>How many items to recommend.</summary>
    public int? K { get; init; }
}
