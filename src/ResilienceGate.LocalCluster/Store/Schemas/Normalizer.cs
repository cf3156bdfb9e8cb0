using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Store.Schemas;

/// <summary>
/// What a real server's decoding into its types and encoding again does to an object: fields that it does not know
/// and nulls vanish, times and quantities get their canonical form, and a value of the wrong kind is refused.
/// </summary>
internal static class Normalizer
{
    /// <returns>The paths of the unknown fields that were dropped, for field validation.</returns>
    /// <exception cref="StatusException">BadRequest for a value that does not fit.</exception>
    public static IReadOnlyList<string> Normalize(ResourceType type, JsonObject obj)
    {
        try
        {
            return type.Schema is { } schema ? Normalize(schema, obj, "") : type.CustomSchema?.Prune(obj) ?? [];
        }
        catch (StatusException e)
        {
            throw StatusException.BadRequest(
                $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {e.Message}"
            );
        }
    }

    /// <summary>The same for a part of an object.</summary>
    public static IReadOnlyList<string> Normalize(Schema.Structure structure, JsonObject part, string path)
    {
        List<string> unknown = [];
        Visit(structure, part, path, unknown);
        return unknown;
    }

    private static JsonNode? Visit(Schema schema, JsonNode? node, string path, List<string> unknown) =>
        node is null
            ? null
            : schema switch
            {
                Schema.Structure structure => VisitStructure(structure, node, path, unknown),
                Schema.ListOf list => VisitList(list, node, path, unknown),
                Schema.MapOf map => VisitMap(map, node, path, unknown),
                Schema.Any => node,
                _ => VisitScalar(schema, node, path),
            };

    private static JsonObject VisitStructure(
        Schema.Structure structure,
        JsonNode node,
        string path,
        List<string> unknown
    )
    {
        var obj = node as JsonObject ?? throw Mismatch(node, path, "object");
        foreach (var (name, value) in obj.ToList())
        {
            var field = path.Length == 0 ? name : $"{path}.{name}";
            if (!structure.Fields.Value.TryGetValue(name, out var schema))
            {
                unknown.Add(field);
                obj.Remove(name);
                continue;
            }
            var kept = Visit(schema, value, field, unknown);
            if (kept is null || (schema is Schema.ListOf or Schema.MapOf && IsEmpty(kept)))
                obj.Remove(name);
            else if (!ReferenceEquals(kept, value))
                obj[name] = kept;
        }
        return obj;
    }

    private static JsonArray VisitList(Schema.ListOf list, JsonNode node, string path, List<string> unknown)
    {
        var array = node as JsonArray ?? throw Mismatch(node, path, "array");
        for (var i = 0; i < array.Count; i++)
        {
            var kept = Visit(list.Item, array[i], $"{path}[{i}]", unknown);
            if (!ReferenceEquals(kept, array[i]))
                array[i] = kept;
        }
        return array;
    }

    private static JsonObject VisitMap(Schema.MapOf map, JsonNode node, string path, List<string> unknown)
    {
        var obj = node as JsonObject ?? throw Mismatch(node, path, "object");
        foreach (var (name, value) in obj.ToList())
        {
            // Go decodes a null entry of a map to the empty value of its type.
            var kept = Visit(map.Value, value, $"{path}.{name}", unknown) ?? (map.Value is Schema.Text ? "" : null);
            if (!ReferenceEquals(kept, value))
                obj[name] = kept;
        }
        return obj;
    }

    private static JsonNode VisitScalar(Schema schema, JsonNode node, string path)
    {
        var kind = node.GetValueKind();
        var isText = kind is JsonValueKind.String;
        switch (schema)
        {
            case Schema.Text or Schema.Base64 when isText:
            case Schema.Flag when kind is JsonValueKind.True or JsonValueKind.False:
            case Schema.Number when kind is JsonValueKind.Number:
            case Schema.IntOrString when isText || IsInteger(node):
            case Schema.Integer when IsInteger(node):
                return node;
            case Schema.Time time when isText:
                return CanonicalTime(node, time.Micro);
            case Schema.Quantity when isText || kind is JsonValueKind.Number:
                return CanonicalQuantity(node);
            default:
                throw Mismatch(node, path, GoName(schema));
        }
    }

    private static bool IsInteger(JsonNode node) =>
        node.GetValueKind() is JsonValueKind.Number
        && decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && decimal.IsInteger(number);

    private static JsonNode CanonicalTime(JsonNode node, bool micro)
    {
        var text = node.Text();
        var time = Timestamps.Parse(text);
        var canonical = micro ? Timestamps.FormatMicro(time) : Timestamps.Format(time);
        return string.Equals(canonical, text, StringComparison.Ordinal) ? node : canonical;
    }

    private static JsonNode CanonicalQuantity(JsonNode node)
    {
        var text = node.GetValueKind() is JsonValueKind.String ? node.Text() : node.ToJsonString();
        try
        {
            var canonical = new ResourceQuantity(text).CanonicalizeString();
            return
                node.GetValueKind() is JsonValueKind.String && string.Equals(canonical, text, StringComparison.Ordinal)
                ? node
                : canonical;
        }
        catch (FormatException)
        {
            throw StatusException.BadRequest(
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            );
        }
    }

    private static bool IsEmpty(JsonNode node) => node is JsonArray { Count: 0 } or JsonObject { Count: 0 };

    private static StatusException Mismatch(JsonNode node, string path, string expected)
    {
        var found = node.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "bool",
        };
        return StatusException.BadRequest(
            $"json: cannot unmarshal {found} into Go struct field {path} of type {expected}"
        );
    }

    private static string GoName(Schema schema) =>
        schema switch
        {
            Schema.Text or Schema.Base64 => "string",
            Schema.Integer { IsLong: true } => "int64",
            Schema.Integer => "int32",
            Schema.Number => "float64",
            Schema.Flag => "bool",
            Schema.Time => "v1.Time",
            Schema.Quantity => "resource.Quantity",
            _ => "intstr.IntOrString",
        };
}
