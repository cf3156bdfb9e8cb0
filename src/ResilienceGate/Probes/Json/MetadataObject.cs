using System.Net;
using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Probes.Http;

namespace ResilienceGate.Probes.Json;

/// <summary>What a server says about its model, as a JSON object.</summary>
internal static class MetadataObject
{
    public static Reply<ModelDescription> Read(
        HttpStatusCode status,
        ReadOnlySpan<byte> body,
        Func<JsonElement, ModelDescription> describe
    )
    {
        if (ErrorResponse.Read<ModelDescription>(status, body) is { } failure)
            return failure;
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? Reply.Answered(describe(document.RootElement))
                : Reply.Failed<ModelDescription>(Outcome.Malformed, "the metadata is not a JSON object");
        }
        catch (JsonException e)
        {
            return Reply.Failed<ModelDescription>(Outcome.Malformed, $"the metadata is not valid JSON: {e.Message}");
        }
    }
}
