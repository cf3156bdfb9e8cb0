using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ResilienceGate.Recommender.Serving.Protocol;

namespace ResilienceGate.Recommender.Serving;

/// <summary>How a reply is written: JSON with a length, in one piece.</summary>
internal static class Replies
{
    public static Task WriteAsync<T>(this HttpResponse response, int status, T reply, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(reply, type);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, response.HttpContext.RequestAborted).AsTask();
    }

    public static Task WriteErrorAsync(this HttpResponse response, int status, string error) =>
        response.WriteAsync(status, new ErrorReply(error), ProtocolJson.Default.ErrorReply);
}
