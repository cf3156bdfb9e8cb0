using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

internal static class JsonResponses
{
    public static Task WriteAsync(this HttpResponse response, int code, JsonNode body, CancellationToken ct) =>
        response.WriteAsync(code, JsonText.Write(body), ct);

    public static Task WriteAsync(this HttpResponse response, V1Status status, CancellationToken ct)
    {
        if (status.Details?.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = Revisions.Format(seconds);
        return response.WriteAsync(status.Code ?? 500, StatusJson.Write(status), ct);
    }

    /// <summary>Ends the line, as a real server does.</summary>
    public static async Task WriteAsync(
        this HttpResponse response,
        int code,
        ReadOnlyMemory<byte> json,
        CancellationToken ct
    )
    {
        Start(response, code, "application/json", json.Length + 1);
        await response.Body.WriteAsync(json, ct);
        await response.Body.WriteAsync("\n"u8.ToArray(), ct);
    }

    public static async Task WriteAsync(
        this HttpResponse response,
        int code,
        ReadOnlyMemory<byte> body,
        string mediaType,
        CancellationToken ct
    )
    {
        Start(response, code, mediaType, body.Length);
        await response.Body.WriteAsync(body, ct);
    }

    private static void Start(HttpResponse response, int code, string mediaType, int length)
    {
        response.StatusCode = code;
        response.ContentType = mediaType;
        response.Headers.CacheControl = "no-cache, private";
        response.ContentLength = length;
    }
}
