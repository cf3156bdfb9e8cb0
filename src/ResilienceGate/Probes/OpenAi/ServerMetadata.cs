using System.Net;
using System.Text.Json;
using ResilienceGate.Probes.Http;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.OpenAi;

/// <summary>What servers of chat completions say of themselves, each in its own way.</summary>
internal static class ServerMetadata
{
    /// <summary><c>GET /v1/models</c>: <c>{"data": [{"id"}]}</c>, of which one must be the model.</summary>
    public static Reply<ModelDescription> ReadModels(HttpStatusCode status, ReadOnlySpan<byte> body, string model) =>
        MetadataObject.Read(status, body, models => new ModelDescription(Lists(models, model), null, null));

    /// <summary><c>GET /health</c> of vLLM and TGI: its status says it all.</summary>
    public static Reply<ModelDescription> ReadHealth(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        ErrorResponse.Read<ModelDescription>(status, body) ?? Reply.Answered(new ModelDescription(true, null, null));

    /// <summary><c>GET /info</c> of TGI: <c>model_sha</c> is the revision whose weights it has loaded.</summary>
    public static Reply<ModelDescription> ReadInfo(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        MetadataObject.Read(status, body, info => new ModelDescription(true, null, Text(info, "model_sha")));

    private static bool Lists(JsonElement models, string model) =>
        models.TryGetProperty("data", out var data)
        && data.ValueKind is JsonValueKind.Array
        && data.EnumerateArray().Any(entry => Text(entry, "id") == model);

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty(member, out var value)
        && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
