using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>Refuses what does not fit a schema, in the words of <c>k8s.io/kube-openapi/pkg/validation</c>.</summary>
internal static class SchemaValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject schema, JsonNode? node, string path)
    {
        if (node is null)
            return schema.IsNullable || schema.Text("type") is null ? [] : [Type(schema, "null", path)];
        if (Mismatch(schema, node) is { } found)
            return [Type(schema, found, path)];
        IEnumerable<FieldError> errors =
        [
            .. ValueValidation.Validate(schema, node, path),
            .. Combined(schema, node, path),
        ];
        return node switch
        {
            JsonObject obj => errors.Concat(Fields(schema, obj, path)),
            JsonArray array => errors.Concat(Items(schema, array, path)),
            _ => errors,
        };
    }

    private static IEnumerable<FieldError> Fields(JsonObject schema, JsonObject obj, string path)
    {
        foreach (var required in schema.Array("required") ?? [])
        {
            if (!obj.ContainsKey(required.Text()))
                yield return FieldError.Required(SchemaReading.Below(path, required.Text()));
        }
        foreach (var (name, value) in obj)
        {
            // Of the object's own fields apiVersion and kind are checked elsewhere.
            if (schema.Field(name) is not { } field)
                continue;
            foreach (var error in Validate(field, value, SchemaReading.Below(path, name)))
                yield return error;
        }
    }

    private static IEnumerable<FieldError> Items(JsonObject schema, JsonArray array, string path)
    {
        var seen = new HashSet<string>();
        var keys = schema.Array("x-kubernetes-list-map-keys")?.Select(key => key.Text()).ToList() ?? [];
        for (var i = 0; i < array.Count; i++)
        {
            if (schema.Entry is { } entry)
            {
                foreach (var error in Validate(entry, array[i], $"{path}[{i}]"))
                    yield return error;
            }
            var identity = schema.Text("x-kubernetes-list-type") switch
            {
                "set" => array[i]?.ToJsonString(),
                "map" => Identity(array[i], keys),
                _ => null,
            };
            if (identity is not null && !seen.Add(identity))
                yield return FieldError.Duplicate($"{path}[{i}]", identity);
        }
    }

    private static string? Identity(JsonNode? item, IEnumerable<string> keys) =>
        item is JsonObject obj
            ? new JsonObject(keys.Select(key => KeyValuePair.Create(key, obj[key]?.DeepClone()))).ToJsonString()
            : null;

    /// <summary>What other schemas ask of the value beside its own.</summary>
    private static IEnumerable<FieldError> Combined(JsonObject schema, JsonNode node, string path)
    {
        foreach (var error in schema.Items("allOf").SelectMany(part => Validate(part, node, path)))
            yield return error;
        var anyOf = schema.Items("anyOf").ToList();
        if (anyOf.Count > 0 && anyOf.TrueForAll(part => Validate(part, node, path).Any()))
            yield return Must(path, "must validate at least one schema (anyOf)");
        var oneOf = schema.Items("oneOf").ToList();
        var met = oneOf.Count(part => !Validate(part, node, path).Any());
        if (oneOf.Count > 0 && met != 1)
            yield return Must(
                path,
                met is 0
                    ? "must validate one and only one schema (oneOf). Found none valid"
                    : $"must validate one and only one schema (oneOf). Found {met} valid alternatives"
            );
        if (schema.Object("not") is { } not && !Validate(not, node, path).Any())
            yield return Must(path, "must not validate the schema (not)");
    }

    private static FieldError Must(string path, string rule) =>
        FieldError.Invalid("<nil>", "\"\"", $"\"{path}\" {rule}");

    private static FieldError Type(JsonObject schema, string found, string path)
    {
        var expected = schema.IsIntOrString ? "integer,string" : schema.Text("type");
        return new FieldError(
            Root(path),
            "FieldValueTypeInvalid",
            $"Invalid value: \"{found}\": {path} in body must be of type {expected}: \"{found}\""
        );
    }

    /// <returns>The type of the value when it is not that of the schema.</returns>
    private static string? Mismatch(JsonObject schema, JsonNode node)
    {
        var found = node.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => ValueValidation.IsInteger(node) ? "integer" : "number",
            _ => "boolean",
        };
        var fits = schema.Text("type") switch
        {
            _ when schema.IsIntOrString => found is "integer" or "string",
            null => true,
            "number" => found is "integer" or "number",
            var type => type == found,
        };
        return fits ? null : found;
    }

    private static string Root(string path) => path.Length == 0 ? "<nil>" : path;
}
