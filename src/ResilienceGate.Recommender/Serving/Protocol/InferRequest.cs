namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>
/// The body of <c>POST .../infer</c> as it arrives: anything may be missing. <see cref="InferQuery"/> is what is left
/// when it is right. Source: Open Inference Protocol v2, REST, "Inference Request JSON Object".
/// </summary>
internal sealed record InferRequest
{
    public string? Id { get; init; }

    public InferParameters? Parameters { get; init; }

    public IReadOnlyList<InferInput?>? Inputs { get; init; }

    public IReadOnlyList<InferRequestedOutput?>? Outputs { get; init; }
}
