using System.Net;
using System.Text.Json;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.Predict;

/// <summary>
/// The response of <c>GET /v1/models/M</c> by KServe: <c>{"name", "ready"}</c>. Servers differ in the status of a model that
/// is not ready, and older ones write <c>ready</c> as a text.
/// </summary>
internal static class KServeStatus
{
    public static Reply<ModelDescription> Read(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        MetadataObject.Read(status, body, model => new ModelDescription(IsReady(model), Version: null, Digest: null));

    private static bool IsReady(JsonElement model) =>
        model.TryGetProperty("ready", out var ready)
        && (
            ready.ValueKind is JsonValueKind.True
            || ready.ValueKind is JsonValueKind.String
                && string.Equals(ready.GetString(), "true", StringComparison.OrdinalIgnoreCase)
        );
}
