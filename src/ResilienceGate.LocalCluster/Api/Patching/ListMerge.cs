using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Patching;

/// <summary>Merges lists whose items have an identity: objects by their merge key, plain values by themselves.</summary>
internal static class ListMerge
{
    private const string Directive = "$patch";

    public static JsonArray MergeObjects(
        JsonArray original,
        JsonArray patch,
        string key,
        JsonArray? order,
        Func<JsonObject, JsonObject, JsonObject> merge
    )
    {
        List<JsonObject> changes = [.. patch.OfType<JsonObject>()];
        // An item that is nothing but the directive replaces the whole list by the other items.
        if (changes.Any(c => c.Text(Directive) is "replace" && c.Count == 1))
            return [.. changes.Where(c => !(c.Text(Directive) is "replace" && c.Count == 1)).Select(c => merge([], c))];

        List<JsonNode> merged = [.. original.OfType<JsonNode>().Select(i => i.DeepClone())];
        foreach (var change in changes)
        {
            var identity =
                change[key]
                ?? throw StatusException.BadRequest(
                    $"map: {change.ToJsonString()} does not contain declared merge key: {key}"
                );
            var at = merged.FindIndex(i => JsonNode.DeepEquals((i as JsonObject)?[key], identity));
            if (change.Text(Directive) is "delete")
            {
                if (at >= 0)
                    merged.RemoveAt(at);
            }
            else if (at >= 0)
                merged[at] = merge(merged[at] as JsonObject ?? [], change);
            else
                merged.Add(merge([], change));
        }
        return [.. Order(merged, original, order ?? patch, n => (n as JsonObject)?[key])];
    }

    public static JsonArray MergeValues(JsonArray original, JsonArray patch, JsonArray? deleted, JsonArray? order)
    {
        List<JsonNode> merged =
        [
            .. original
                .OfType<JsonNode>()
                .Where(v => deleted?.Any(d => JsonNode.DeepEquals(d, v)) is not true)
                .Select(v => v.DeepClone()),
        ];
        foreach (var value in patch.OfType<JsonNode>())
        {
            if (!merged.Exists(v => JsonNode.DeepEquals(v, value)))
                merged.Add(value.DeepClone());
        }
        return [.. Order(merged, original, order ?? patch, n => n)];
    }

    /// <summary>
    /// Items that the order names, or else the patch, follow it; the others keep the place that the server gave them
    /// relative to those.
    /// </summary>
    private static List<JsonNode> Order(
        List<JsonNode> merged,
        JsonArray serverOrder,
        JsonArray order,
        Func<JsonNode?, JsonNode?> identity
    )
    {
        int Place(IEnumerable<JsonNode?> list, JsonNode item) =>
            list.Index()
                .Where(i => JsonNode.DeepEquals(identity(i.Item), identity(item)))
                .Select(i => i.Index)
                .FirstOrDefault(-1);

        var named = new Queue<JsonNode>(merged.Where(m => Place(order, m) >= 0).OrderBy(m => Place(order, m)));
        var others = new Queue<JsonNode>(merged.Where(m => Place(order, m) < 0));
        List<JsonNode> ordered = [];
        while (named.Count + others.Count > 0)
        {
            var otherFirst =
                named.Count == 0
                || (
                    others.Count > 0
                    && Place(serverOrder, named.Peek()) is var n and >= 0
                    && Place(serverOrder, others.Peek()) is var o and >= 0
                    && o < n
                );
            ordered.Add(otherFirst ? others.Dequeue() : named.Dequeue());
        }
        return ordered;
    }
}
