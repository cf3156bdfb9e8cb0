using System.Text.Json.Nodes;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>Writes Status objects. The model itself can only be read.</summary>
internal static class StatusJson
{
    /// <summary>What a request that made something, but returns nothing of it, is answered with.</summary>
    public static JsonObject Created() => Success(new JsonObject { ["code"] = 201 });

    /// <summary>The answer to a deletion that left nothing.</summary>
    public static JsonObject Deleted(ResourceType type, StoredObject removed)
    {
        var details = new JsonObject
        {
            ["name"] = removed.Name,
            ["kind"] = type.Plural,
            ["uid"] = removed.Uid,
        };
        if (type.Group.Length > 0)
            details["group"] = type.Group;
        return Success(new JsonObject { ["details"] = details });
    }

    public static JsonObject Write(V1Status status)
    {
        var json = Head(status.Status);
        json["message"] = status.Message;
        if (status.Reason is not null)
            json["reason"] = status.Reason;
        if (status.Details is { } details)
            json["details"] = Write(details);
        json["code"] = status.Code;
        return json;
    }

    private static JsonObject Success(JsonObject more)
    {
        var json = Head("Success");
        foreach (var (name, value) in more)
            json[name] = value?.DeepClone();
        return json;
    }

    private static JsonObject Head(string status) =>
        new()
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = status,
        };

    private static JsonObject Write(V1StatusDetails details)
    {
        JsonObject json = [];
        Add(json, "name", details.Name);
        Add(json, "group", details.Group);
        Add(json, "kind", details.Kind);
        Add(json, "uid", details.Uid);
        if (details.Causes is { Count: > 0 } causes)
            json["causes"] = new JsonArray([.. causes.Select(c => (JsonNode)Write(c))]);
        if (details.RetryAfterSeconds is { } seconds)
            json["retryAfterSeconds"] = seconds;
        return json;
    }

    private static JsonObject Write(V1StatusCause cause)
    {
        JsonObject json = [];
        Add(json, "reason", cause.Reason);
        Add(json, "message", cause.Message);
        Add(json, "field", cause.Field);
        return json;
    }

    private static void Add(JsonObject json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json[name] = value;
    }
}
