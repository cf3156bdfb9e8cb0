using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>
/// Fills in a schema's defaults, and takes nulls off that it does not allow
/// (<c>pkg/apiserver/schema/defaulting</c>).
/// </summary>
internal static class Defaulting
{
    public static void Default(JsonObject schema, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject obj:
                DefaultObject(schema, obj);
                break;
            case JsonArray array when schema.Entry is { } entry:
                foreach (var item in array)
                    Default(entry, item);
                break;
        }
    }

    private static void DefaultObject(JsonObject schema, JsonObject obj)
    {
        foreach (var (name, declared) in schema.Properties ?? [])
        {
            if (declared is not JsonObject field || field["default"] is not { } value)
                continue;
            if (!obj.ContainsKey(name) || (obj[name] is null && !field.IsNullable))
                obj[name] = value.DeepClone();
        }
        foreach (var (name, value) in obj.ToList())
        {
            if (schema.Field(name) is not { } field)
                continue;
            if (value is null && !field.IsNullable)
                obj.Remove(name);
            else
                Default(field, value);
        }
    }
}
