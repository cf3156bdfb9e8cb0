using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Api.Patching;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Api.OpenApi;

/// <summary>The schemas of a description: each structure once, under the name of its model.</summary>
internal sealed class OpenApiSchemas
{
    private readonly SortedDictionary<string, JsonObject> _written = new(StringComparer.Ordinal);

    /// <returns>The name of the schema of the kind.</returns>
    public string Add(ResourceType type, JsonObject? definition)
    {
        var name = type.Schema is { } schema ? Add(schema) : AddCustom(type, definition);
        _written[name]["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(type));
        return name;
    }

    public JsonObject Write() => new(_written.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));

    public static JsonObject GroupVersionKind(ResourceType type) =>
        new()
        {
            ["group"] = type.Group,
            ["version"] = type.Version,
            ["kind"] = type.Kind,
        };

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private string AddCustom(ResourceType type, JsonObject? definition)
    {
        var name = $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{type.Kind}";
        var version = (definition?.Object("spec")?.Items("versions") ?? []).FirstOrDefault(v =>
            string.Equals(v.Text("name"), type.Version, StringComparison.Ordinal)
        );
        var declared = version?.Object("schema")?.Object("openAPIV3Schema")?.DeepClone() as JsonObject;
        _written[name] =
            declared ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        return name;
    }

    private string Add(Schema.Structure structure)
    {
        var name = NameOf(structure.Model);
        if (_written.ContainsKey(name))
            return name;
        JsonObject properties = [];
        // Entered before its fields are read: a structure may contain itself.
        _written[name] = new JsonObject { ["type"] = "object", ["properties"] = properties };
        foreach (var (field, schema) in structure.Fields.Value)
        {
            var described = Describe(schema);
            if (MergeRules.Of(structure.Model, field) is { } rule)
                AddExtensions(described, rule);
            properties[field] = described;
        }
        return name;
    }

    private JsonObject Describe(Schema schema) =>
        schema switch
        {
            Schema.Structure structure => new JsonObject { ["allOf"] = new JsonArray(Reference(Add(structure))) },
            Schema.ListOf list => new JsonObject { ["type"] = "array", ["items"] = Describe(list.Item) },
            Schema.MapOf map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Describe(map.Value) },
            Schema.Flag => new JsonObject { ["type"] = "boolean" },
            Schema.Number => new JsonObject { ["type"] = "number", ["format"] = "double" },
            Schema.Integer integer => new JsonObject
            {
                ["type"] = "integer",
                ["format"] = integer.IsLong ? "int64" : "int32",
            },
            Schema.Time => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            Schema.Base64 => new JsonObject { ["type"] = "string", ["format"] = "byte" },
            Schema.IntOrString => new JsonObject
            {
                ["format"] = "int-or-string",
                ["oneOf"] = OneOf("integer", "string"),
            },
            Schema.Quantity => new JsonObject { ["oneOf"] = OneOf("string", "number") },
            Schema.Any => new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true },
            _ => new JsonObject { ["type"] = "string" },
        };

    private static JsonArray OneOf(params string[] types) =>
        new([.. types.Select(t => (JsonNode)new JsonObject { ["type"] = t })]);

    private static void AddExtensions(JsonObject described, MergeRule rule)
    {
        List<string> strategies = [];
        if (rule.Merges)
            strategies.Add("merge");
        if (rule.Replaces)
            strategies.Add("replace");
        if (rule.RetainsKeys)
            strategies.Add("retainKeys");
        if (strategies.Count > 0)
            described["x-kubernetes-patch-strategy"] = string.Join(',', strategies);
        if (rule.Key is { } key)
            described["x-kubernetes-patch-merge-key"] = key;
        if (rule.ListMapKeys.Count > 0)
        {
            described["x-kubernetes-list-type"] = "map";
            described["x-kubernetes-list-map-keys"] = new JsonArray([.. rule.ListMapKeys.Select(k => (JsonNode)k)]);
        }
    }

    /// <summary><c>V1Container</c> is described as <c>io.k8s.v1.Container</c>: clients show the last part.</summary>
    private static string NameOf(Type model) =>
        model.Name.IndexOf("V1", StringComparison.OrdinalIgnoreCase) is var at and >= 0
            ? $"io.k8s.{model.Name[..(at + 2)].ToLowerInvariant()}.{model.Name[(at + 2)..]}"
            : $"io.k8s.{model.Name}";
}
