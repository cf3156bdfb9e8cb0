namespace ResilienceGate.Recommender.Serving.Protocol;

internal sealed record InferRequestedOutput
{
    public string? Name { get; init; }
}
