using System.Net;
using System.Text.Json;
using ResilienceGate.Probes.Http;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.OpenInference;

/// <summary>
/// The response of <c>GET /v2/models/M</c>: <c>{"name", "versions"?, "platform", "inputs", "outputs", "parameters"?}</c>,
/// where <c>parameters.digest</c>, no part of the protocol, is the digest of the model's state.
/// </summary>
internal static class MetadataResponse
{
    public static Reply<ModelDescription> Read(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        MetadataObject.Read(
            status,
            body,
            metadata => new ModelDescription(IsReady: false, Version(metadata), Digest(metadata))
        );

    /// <summary>The response of <c>GET /v2/models/M/ready</c>: its status says it all.</summary>
    public static Reply<ModelDescription> ReadReadiness(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        ErrorResponse.Read<ModelDescription>(status, body) ?? Reply.Answered(new ModelDescription(true, null, null));

    private static string? Version(JsonElement metadata) =>
        metadata.TryGetProperty("versions", out var versions)
        && versions.ValueKind is JsonValueKind.Array
        && versions.GetArrayLength() == 1
        && versions[0].ValueKind is JsonValueKind.String
            ? versions[0].GetString()
            : null;

    private static string? Digest(JsonElement metadata) =>
        metadata.TryGetProperty("parameters", out var parameters)
        && parameters.ValueKind is JsonValueKind.Object
        && parameters.TryGetProperty("digest", out var digest)
        && digest.ValueKind is JsonValueKind.String
            ? digest.GetString()
            : null;
}
