using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Api.Patching;

/// <summary>
/// A set of fields in the form of <c>FieldsV1</c>: a tree whose steps are <c>f:field</c>, <c>k:{keys}</c> for an item
/// of a list of named things, and <c>v:value</c> for an item of a set.
/// </summary>
internal static class FieldSet
{
    private const string Field = "f:";
    private const string Keys = "k:";
    private const string Value = "v:";
    private const string Itself = ".";

    public static JsonObject Of(Schema? schema, JsonObject obj)
    {
        JsonObject fields = [];
        foreach (var (name, value) in obj)
        {
            var rule = schema is Schema.Structure structure ? MergeRules.Of(structure.Model, name) : null;
            fields[Field + name] = Of(Child(schema, name), rule, value);
        }
        return fields;
    }

    /// <summary>What is in the first set and not in the second.</summary>
    public static JsonObject Except(JsonObject left, JsonObject right)
    {
        JsonObject rest = [];
        foreach (var (step, value) in left)
        {
            var children = value as JsonObject ?? [];
            if (right[step] is not JsonObject others)
                rest[step] = children.DeepClone();
            else if (Except(children, others) is { Count: > 0 } inner)
                rest[step] = inner;
        }
        return rest;
    }

    /// <summary>The paths of the fields in both sets that have no fields of their own.</summary>
    public static IEnumerable<IReadOnlyList<string>> CommonLeaves(JsonObject left, JsonObject right)
    {
        foreach (var (step, value) in left)
        {
            if (step is Itself || right[step] is not JsonObject others)
                continue;
            if (value is not JsonObject { Count: > 0 } children)
                yield return [step];
            else
            {
                foreach (var path in CommonLeaves(children, others))
                    yield return [step, .. path];
            }
        }
    }

    public static JsonNode? Find(JsonNode? node, IEnumerable<string> path) => path.Aggregate(node, Step);

    /// <summary>Takes the fields of the set out of the object.</summary>
    public static void Remove(JsonNode node, JsonObject fields)
    {
        foreach (var (step, value) in fields)
        {
            if (step is Itself || Step(node, step) is not { } child)
                continue;
            // An item of a list goes with its own mark; a field goes when the set ends at it.
            if (value is not JsonObject { Count: > 0 } children || children.ContainsKey(Itself))
                Detach(node, step, child);
            else
                Remove(child, children);
        }
    }

    public static void RemovePath(JsonObject fields, IReadOnlyList<string> path)
    {
        if (path.Count == 1)
            fields.Remove(path[0]);
        else if (fields[path[0]] is JsonObject children)
        {
            RemovePath(children, [.. path.Skip(1)]);
            if (children.Count == 0)
                fields.Remove(path[0]);
        }
    }

    /// <summary>The path as people write it, e.g. <c>.spec.containers[name="web"].image</c>.</summary>
    public static string Describe(IEnumerable<string> path) =>
        string.Concat(
            path.Select(step =>
                step.StartsWith(Field, StringComparison.Ordinal) ? "." + step[Field.Length..]
                : step.StartsWith(Keys, StringComparison.Ordinal)
                && JsonNode.Parse(step[Keys.Length..]) is JsonObject keys
                    ? $"[{string.Join(',', keys.Select(k => $"{k.Key}={k.Value?.ToJsonString()}"))}]"
                : $"[={step[Value.Length..]}]"
            )
        );

    private static JsonObject Of(Schema? schema, MergeRule? rule, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } obj when !IsAtomic(schema):
                return Of(schema, obj);
            case JsonArray list when rule is { ListMapKeys.Count: > 0 }:
                JsonObject items = [];
                foreach (var item in list.OfType<JsonObject>())
                {
                    var fields = Of((schema as Schema.ListOf)?.Item, item);
                    fields[Itself] = new JsonObject();
                    items[Keys + Identity(item, rule.ListMapKeys).ToJsonString()] = fields;
                }
                return items;
            case JsonArray list when rule is { Merges: true, Key: null }:
                return new(
                    list.OfType<JsonNode>()
                        .Select(v => KeyValuePair.Create(Value + v.ToJsonString(), (JsonNode?)new JsonObject()))
                );
            default:
                return [];
        }
    }

    private static bool IsAtomic(Schema? schema) =>
        schema is Schema.Structure { Model: var model } && model == typeof(k8s.Models.V1LabelSelector);

    private static JsonObject Identity(JsonObject item, IReadOnlyList<string> keys)
    {
        JsonObject identity = [];
        foreach (var key in keys)
            identity[key] = item[key]?.DeepClone() ?? (key is "protocol" ? "TCP" : null);
        return identity;
    }

    private static Schema? Child(Schema? schema, string name) =>
        schema switch
        {
            Schema.Structure structure => structure.Fields.Value.GetValueOrDefault(name),
            Schema.MapOf map => map.Value,
            _ => null,
        };

    private static JsonNode? Step(JsonNode? node, string step) =>
        node switch
        {
            JsonObject obj when step.StartsWith(Field, StringComparison.Ordinal) => obj[step[Field.Length..]],
            JsonArray list
                when step.StartsWith(Keys, StringComparison.Ordinal)
                    && JsonNode.Parse(step[Keys.Length..]) is JsonObject keys => list.OfType<JsonObject>()
                .FirstOrDefault(i => JsonNode.DeepEquals(Identity(i, [.. keys.Select(k => k.Key)]), keys)),
            JsonArray list => list.FirstOrDefault(v =>
                string.Equals(Value + v?.ToJsonString(), step, StringComparison.Ordinal)
            ),
            _ => null,
        };

    private static void Detach(JsonNode node, string step, JsonNode child)
    {
        if (node is JsonObject obj)
            obj.Remove(step[Field.Length..]);
        else if (node is JsonArray list)
            list.Remove(child);
    }
}
