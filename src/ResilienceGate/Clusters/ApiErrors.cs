using System.Net;
using System.Text.Json;
using k8s.Autorest;

namespace ResilienceGate.Clusters;

/// <summary>Reads what the API server said when it refused a request.</summary>
internal static class ApiErrors
{
    /// <summary>The message of the Status in the body, or the HTTP reason where there is none.</summary>
    public static string Explain(this HttpOperationException e)
    {
        try
        {
            using var status = JsonDocument.Parse(e.Response.Content ?? "");
            if (
                status.RootElement.ValueKind is JsonValueKind.Object
                && status.RootElement.TryGetProperty("message", out var message)
            )
                return message.GetString() ?? e.Message;
        }
        catch (JsonException)
        {
            // A proxy in between answers in HTML; the status code is all there is to say.
        }
        return $"HTTP {(int)e.Response.StatusCode} {e.Response.ReasonPhrase}";
    }

    public static bool Is(this HttpOperationException e, HttpStatusCode code) => e.Response.StatusCode == code;
}
