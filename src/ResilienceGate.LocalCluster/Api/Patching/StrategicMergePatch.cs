using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Api.Patching;

/// <summary>
/// Strategic merge patch: as a merge patch, but lists of named things merge by name, and directives (<c>$patch</c>,
/// <c>$retainKeys</c>, <c>$setElementOrder</c>, <c>$deleteFromPrimitiveList</c>) say what a merge cannot.
/// </summary>
/// <remarks>After <c>k8s.io/apimachinery/pkg/util/strategicpatch</c>.</remarks>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string ElementOrder = "$setElementOrder/";
    private const string DeletedValues = "$deleteFromPrimitiveList/";

    /// <exception cref="StatusException">BadRequest for a directive or list item that makes no sense.</exception>
    public static JsonObject Apply(Schema.Structure schema, JsonObject original, JsonObject patch) =>
        MergeObjects(schema, original, patch);

    private static JsonObject MergeObjects(Schema? schema, JsonObject original, JsonObject patch)
    {
        switch (patch.Text(Directive))
        {
            case "replace":
                return MergeObjects(schema, [], Without(patch, Directive));
            case "delete":
                return [];
            case null or "merge":
                break;
            case var other:
                throw StatusException.BadRequest($"Unknown value of $patch: {other}");
        }

        var merged = (JsonObject)original.DeepClone();
        if (patch.Array(RetainKeys) is { } retained)
        {
            var names = retained.Select(n => n.Text()).ToHashSet(StringComparer.Ordinal);
            foreach (var (name, _) in original.Where(p => !names.Contains(p.Key)))
                merged.Remove(name);
        }
        foreach (var (name, value) in patch.Where(p => p.Key[0] != '$'))
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Merge(schema, name, merged[name], value, patch);
        }
        // A list may be reordered or shortened by directives alone.
        foreach (var name in patch.Select(p => ListOf(p.Key)).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (!patch.ContainsKey(name) && merged[name] is JsonArray list)
                merged[name] = Merge(schema, name, list, new JsonArray(), patch);
        }
        return merged;
    }

    private static JsonNode Merge(
        Schema? owner,
        string field,
        JsonNode? original,
        JsonNode patch,
        JsonObject directives
    )
    {
        var rule = owner is Schema.Structure structure ? MergeRules.Of(structure.Model, field) : null;
        var schema = Field(owner, field);
        switch (patch)
        {
            case JsonObject changes:
                return MergeObjects(schema, rule is { Replaces: true } ? [] : original as JsonObject ?? [], changes);
            case JsonArray changes when rule is { Merges: true }:
                var order = directives.Array(ElementOrder + field);
                if (rule.Key is { } key)
                    return ListMerge.MergeObjects(
                        original as JsonArray ?? [],
                        changes,
                        key,
                        order,
                        (o, p) => MergeObjects(Item(schema), o, p)
                    );
                return ListMerge.MergeValues(
                    original as JsonArray ?? [],
                    changes,
                    directives.Array(DeletedValues + field),
                    order
                );
            default:
                return patch.DeepClone();
        }
    }

    private static string? ListOf(string directive) =>
        directive.StartsWith(ElementOrder, StringComparison.Ordinal) ? directive[ElementOrder.Length..]
        : directive.StartsWith(DeletedValues, StringComparison.Ordinal) ? directive[DeletedValues.Length..]
        : null;

    private static Schema? Field(Schema? owner, string field) =>
        owner switch
        {
            Schema.Structure structure => structure.Fields.Value.GetValueOrDefault(field),
            Schema.MapOf map => map.Value,
            _ => null,
        };

    private static Schema? Item(Schema? list) => (list as Schema.ListOf)?.Item;

    private static JsonObject Without(JsonObject obj, string name)
    {
        var copy = (JsonObject)obj.DeepClone();
        copy.Remove(name);
        return copy;
    }
}
