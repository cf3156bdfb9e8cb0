using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Reads objects whose shape the store does not insist on: what is absent or of another kind is null.</summary>
internal static class JsonReading
{
    extension(JsonObject obj)
    {
        /// <summary>The object's metadata; an empty one, not attached, when there is none.</summary>
        public JsonObject Metadata => obj.Object("metadata") ?? [];

        public JsonObject? Object(string name) => obj[name] as JsonObject;

        public JsonArray? Array(string name) => obj[name] as JsonArray;

        public string? Text(string name) =>
            obj[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

        public long? Number(string name) =>
            obj[name] is JsonValue value && value.GetValueKind() is JsonValueKind.Number
                ? JsonSerializer.Deserialize<long>(value)
                : null;

        public bool? Flag(string name) =>
            obj[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

        /// <summary>The objects of a list; nothing when there is no list.</summary>
        public IEnumerable<JsonObject> Items(string name) => obj.Array(name)?.OfType<JsonObject>() ?? [];

        public JsonObject EnsureObject(string name)
        {
            if (obj[name] is JsonObject existing)
                return existing;
            JsonObject created = [];
            obj[name] = created;
            return created;
        }

        /// <summary>Sets a value only where none is given.</summary>
        public void Default(string name, JsonNode value)
        {
            if (obj[name] is null)
                obj[name] = value;
        }
    }

    extension(JsonNode? node)
    {
        public string Text() => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
    }
}
