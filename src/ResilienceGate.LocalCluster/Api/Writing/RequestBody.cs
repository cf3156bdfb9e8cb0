using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ResilienceGate.LocalCluster.Api.Protobuf;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Api.Writing;

/// <summary>Reads and checks what a client sends.</summary>
internal static class RequestBody
{
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    private static readonly string[] Accepted = ["application/json", Protobuf];

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = true };

    /// <returns>Null for an empty body.</returns>
    /// <exception cref="StatusException">BadRequest for what is no JSON.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (buffer.Length == 0)
            return null;
        try
        {
            return JsonNode.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), documentOptions: Options);
        }
        catch (JsonException e)
        {
            throw StatusException.BadRequest($"error decoding the body: {e.Message}");
        }
    }

    /// <summary>Reads an object of the kind that the path says.</summary>
    public static async Task<JsonObject> ReadObjectAsync(HttpContext context, ResourceType type)
    {
        if (await ReadAsync(context, type.Schema) is not JsonObject obj)
            throw StatusException.BadRequest("the body of the request is not a JSON object");
        CheckKind(type, obj);
        return obj;
    }

    /// <summary>Reads JSON, or protobuf where the form of the object is known.</summary>
    /// <returns>Null for an empty body.</returns>
    public static async Task<JsonNode?> ReadAsync(HttpContext context, Schema.Structure? schema)
    {
        var media = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var parsed)
            ? parsed.MediaType.Value
            : null;
        if (media is null or "application/json")
            return await ReadAsync(context);
        if (media is not Protobuf || schema is null)
            throw StatusException.UnsupportedMediaType(Accepted);
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        try
        {
            return buffer.Length == 0
                ? null
                : ProtobufDecoder.Decode(schema, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw StatusException.BadRequest(e.Message);
        }
    }

    /// <summary>Drops or refuses unknown fields, and warns of them, as the client wishes.</summary>
    public static void CheckFields(HttpContext context, ResourceType type, JsonObject obj, FieldValidation validation)
    {
        if (type.Schema is not { } schema || validation is FieldValidation.Ignore)
            return;
        var unknown = Normalizer
            .Normalize(schema, (JsonObject)obj.DeepClone())
            .Select(f => $"unknown field \"{f}\"")
            .ToList();
        if (unknown.Count == 0)
            return;
        if (validation is FieldValidation.Strict)
        {
            throw StatusException.BadRequest(
                $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: {string.Join(", ", unknown)}"
            );
        }
        foreach (var field in unknown)
            context.Response.Headers.Append(
                HeaderNames.Warning,
                $"299 - \"{field.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            );
    }

    private static void CheckKind(ResourceType type, JsonObject obj)
    {
        var kind = obj.Text("kind");
        var apiVersion = obj.Text("apiVersion");
        if (!string.IsNullOrEmpty(kind) && !string.Equals(kind, type.Kind, StringComparison.Ordinal))
        {
            throw StatusException.BadRequest(
                $"{kind} in version \"{apiVersion}\" cannot be handled as a {type.Kind}: no kind \"{kind}\" is registered for this resource"
            );
        }
        if (!string.IsNullOrEmpty(apiVersion) && !string.Equals(apiVersion, type.ApiVersion, StringComparison.Ordinal))
        {
            throw StatusException.BadRequest(
                $"the API version in the data ({apiVersion}) does not match the expected API version ({type.ApiVersion})"
            );
        }
    }
}
