using System.Globalization;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Patching;

/// <summary>JSON Patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <exception cref="StatusException">
    /// BadRequest for what is no patch; Invalid when an operation cannot be carried out or a test fails.
    /// </exception>
    public static JsonNode? Apply(JsonNode target, JsonArray operations)
    {
        // The document sits in a holder so that the root too can be replaced.
        var holder = new JsonObject { ["root"] = target.DeepClone() };
        foreach (var operation in operations)
            Apply(
                holder,
                operation as JsonObject
                    ?? throw StatusException.BadRequest("error decoding patch: an operation is not an object")
            );
        return holder["root"]?.DeepClone();
    }

    private static void Apply(JsonObject holder, JsonObject operation)
    {
        var path = Pointer(operation.Text("path"));
        switch (operation.Text("op"))
        {
            case "add":
                Add(holder, path, operation["value"]?.DeepClone());
                break;
            case "remove":
                Remove(holder, path);
                break;
            case "replace":
                Remove(holder, path);
                Add(holder, path, operation["value"]?.DeepClone());
                break;
            case "move":
                var moved = Remove(holder, Pointer(operation.Text("from")));
                Add(holder, path, moved);
                break;
            case "copy":
                Add(holder, path, Find(holder, Pointer(operation.Text("from")))?.DeepClone());
                break;
            case "test":
                if (!JsonNode.DeepEquals(Find(holder, path), operation["value"]))
                    throw StatusException.Unprocessable();
                break;
            case var other:
                throw StatusException.BadRequest($"Unexpected kind: {other}");
        }
    }

    private static List<string> Pointer(string? text)
    {
        if (text is null || (text.Length > 0 && text[0] != '/'))
            throw StatusException.BadRequest($"invalid JSON pointer \"{text}\"");
        var parts = text.Split('/').Skip(1);
        return
        [
            "root",
            .. parts.Select(p =>
                p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
            ),
        ];
    }

    private static JsonNode? Find(JsonNode node, IEnumerable<string> path)
    {
        JsonNode? found = node;
        foreach (var part in path)
        {
            found = found switch
            {
                JsonObject obj when obj.TryGetPropertyValue(part, out var value) => value,
                JsonArray array => array[Index(array, part, array.Count - 1)],
                _ => throw StatusException.Unprocessable(),
            };
        }
        return found;
    }

    private static void Add(JsonObject holder, List<string> path, JsonNode? value)
    {
        var last = path[^1];
        switch (Find(holder, path[..^1]))
        {
            case JsonObject obj:
                obj[last] = value;
                break;
            case JsonArray array when last is "-":
                array.Add(value);
                break;
            case JsonArray array:
                array.Insert(Index(array, last, array.Count), value);
                break;
            default:
                throw StatusException.Unprocessable();
        }
    }

    private static JsonNode? Remove(JsonObject holder, List<string> path)
    {
        var last = path[^1];
        switch (Find(holder, path[..^1]))
        {
            case JsonObject obj when obj.Remove(last, out var value):
                return value;
            case JsonArray array:
                var index = Index(array, last, array.Count - 1);
                var removed = array[index];
                array.RemoveAt(index);
                return removed;
            default:
                throw StatusException.Unprocessable();
        }
    }

    private static int Index(JsonArray array, string text, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= max
            ? index
            : throw StatusException.Unprocessable();
}
