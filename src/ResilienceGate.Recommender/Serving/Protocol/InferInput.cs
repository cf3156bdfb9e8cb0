using System.Text.Json.Serialization;

namespace ResilienceGate.Recommender.Serving.Protocol;

internal sealed record InferInput
{
    public string? Name { get; init; }

    public IReadOnlyList<long>? Shape { get; init; }

    public string? Datatype { get; init; }

    /// <summary>Flat, however deeply it was nested.</summary>
    [JsonConverter(typeof(FlatInt64Converter))]
    public IReadOnlyList<long>? Data { get; init; }
}
