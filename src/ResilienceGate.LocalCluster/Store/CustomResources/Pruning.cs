using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>Drops the fields that a schema does not have (<c>pkg/apiserver/schema/pruning</c>).</summary>
internal static class Pruning
{
    private static readonly string[] ObjectFields = ["apiVersion", "kind", "metadata"];

    public static void Prune(JsonObject schema, JsonNode? node, string path, bool isRoot, List<string> unknown)
    {
        switch (node)
        {
            case JsonObject obj:
                PruneObject(schema, obj, path, isRoot || schema.IsEmbedded, unknown);
                break;
            case JsonArray array when schema.Entry is { } entry:
                for (var i = 0; i < array.Count; i++)
                    Prune(entry, array[i], $"{path}[{i}]", isRoot: false, unknown);
                break;
        }
    }

    private static void PruneObject(JsonObject schema, JsonObject obj, string path, bool isWhole, List<string> unknown)
    {
        foreach (var (name, value) in obj.ToList())
        {
            if (isWhole && ObjectFields.Contains(name))
                continue;
            var field = SchemaReading.Below(path, name);
            if (schema.Field(name) is { } known)
                Prune(known, value, field, isRoot: false, unknown);
            else if (!schema.KeepsUnknown && schema["additionalProperties"].IsNotTrue())
            {
                unknown.Add(field);
                obj.Remove(name);
            }
        }
    }

    private static bool IsNotTrue(this JsonNode? node) =>
        node is not JsonValue value || !value.TryGetValue<bool>(out var flag) || !flag;
}
