using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>
/// Whether a schema says of every value what it is, so that objects can be pruned and defaulted by it
/// (<c>pkg/apiserver/schema/validation.go</c>).
/// </summary>
internal static class StructuralSchema
{
    public static IEnumerable<FieldError> Validate(JsonObject root, string path)
    {
        if (root.Text("type") is { } type and not "object")
            yield return FieldError.Invalid($"{path}.type", $"\"{type}\"", "must be object at the root");
        if (root["additionalProperties"] is not null)
            yield return FieldError.Forbidden($"{path}.additionalProperties", "must not be used at the root");
        foreach (var error in Validate(root, path, "must not be empty at the root"))
            yield return error;
    }

    private static IEnumerable<FieldError> Validate(JsonObject schema, string path, string untyped)
    {
        if (schema.Text("type") is null && !schema.IsIntOrString && !schema.KeepsUnknown)
            yield return FieldError.Required($"{path}.type", untyped);
        if (schema.Text("type") is "array" && schema.Entry is null)
            yield return FieldError.Required($"{path}.items", "must be specified");
        if (schema.Properties is not null && schema["additionalProperties"] is not null)
            yield return FieldError.Forbidden(
                $"{path}.additionalProperties",
                "additionalProperties and properties are mutual exclusive"
            );
        if (schema.Flag("uniqueItems") is true)
            yield return FieldError.Forbidden(
                $"{path}.uniqueItems",
                "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
            );
        var inner = Parts(schema, path).SelectMany(part => Validate(part.Schema, part.Path, part.Untyped));
        foreach (var error in inner.Concat(Default(schema, path)))
            yield return error;
    }

    private static IEnumerable<(JsonObject Schema, string Path, string Untyped)> Parts(JsonObject schema, string path)
    {
        const string Field = "must not be empty for specified object fields";
        foreach (var (name, part) in schema.Properties ?? [])
        {
            if (part is JsonObject property)
                yield return (property, $"{path}.properties[{name}]", Field);
        }
        if (schema.Values is { } values)
            yield return (values, $"{path}.additionalProperties", Field);
        if (schema.Entry is { } entry)
            yield return (entry, $"{path}.items", "must not be empty for specified array items");
    }

    private static IEnumerable<FieldError> Default(JsonObject schema, string path) =>
        schema["default"] is { } value
            ? SchemaValidation
                .Validate(schema, value, "")
                .Select(error => error with { Field = $"{path}.default{error.Field}" })
            : [];
}
