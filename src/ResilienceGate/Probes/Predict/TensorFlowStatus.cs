using System.Globalization;
using System.Net;
using System.Text.Json;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.Predict;

/// <summary>
/// The response of <c>GET /v1/models/M</c> by TensorFlow Serving:
/// <c>{"model_version_status": [{"version": "3", "state": "AVAILABLE", "status": {"error_code", "error_message"}}]}</c>.
/// </summary>
internal static class TensorFlowStatus
{
    public static Reply<ModelDescription> Read(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        MetadataObject.Read(
            status,
            body,
            model =>
                Answering(model) is { } version
                    ? new ModelDescription(IsReady: true, version.ToString(CultureInfo.InvariantCulture), Digest: null)
                    : new ModelDescription(IsReady: false, Version: null, Digest: null)
        );

    /// <summary>Of several versions that are available, as while one takes over, a call that names none goes to the latest.</summary>
    private static long? Answering(JsonElement model)
    {
        if (
            !model.TryGetProperty("model_version_status", out var versions)
            || versions.ValueKind is not JsonValueKind.Array
        )
            return null;
        var latest = default(long?);
        foreach (var version in versions.EnumerateArray())
        {
            if (
                Text(version, "state") == "AVAILABLE"
                && long.TryParse(
                    Text(version, "version"),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
                latest = Math.Max(latest ?? number, number);
        }

        return latest;
    }

    private static string? Text(JsonElement version, string member) =>
        version.ValueKind is JsonValueKind.Object
        && version.TryGetProperty(member, out var value)
        && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
