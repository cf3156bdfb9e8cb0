namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>The reply to <c>GET /v2/models/M</c>. The protocol leaves <c>parameters</c> to the server.</summary>
internal sealed record ModelMetadata
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Versions { get; init; }

    public required string Platform { get; init; }

    public required IReadOnlyList<TensorMetadata> Inputs { get; init; }

    public required IReadOnlyList<TensorMetadata> Outputs { get; init; }

    public required ModelParameters Parameters { get; init; }
}
