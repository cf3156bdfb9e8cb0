using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>
/// The JSON paths of printer columns: fields, indexes, <c>[*]</c>, and filters such as
/// <c>.status.conditions[?(@.type=="Ready")].status</c>.
/// </summary>
internal static partial class SimpleJsonPath
{
    /// <summary>All that the path reaches; nothing when it leads nowhere, or is not understood.</summary>
    public static IReadOnlyList<JsonNode> Find(JsonNode root, string path)
    {
        IEnumerable<JsonNode?> found = [root];
        foreach (Match step in StepPattern().Matches(path))
            found = found.SelectMany(node => Step(node, step)).ToList();
        return [.. found.OfType<JsonNode>()];
    }

    private static IEnumerable<JsonNode?> Step(JsonNode? node, Match step)
    {
        if (step.Groups["field"] is { Success: true } field)
            return [(node as JsonObject)?[Unescape(field.Value)]];
        if (node is not JsonArray array)
            return node is JsonObject obj && step.Groups["all"].Success ? obj.Select(property => property.Value) : [];
        if (step.Groups["all"].Success)
            return array;
        if (step.Groups["index"] is { Success: true } index)
        {
            var at = int.Parse(index.ValueSpan, CultureInfo.InvariantCulture);
            return [array.ElementAtOrDefault(at < 0 ? array.Count + at : at)];
        }
        return array.Where(item =>
            item is JsonObject
            && Find(item, $".{step.Groups["key"].Value}") is [var compared, ..]
            && Cells.Scalar(compared) == step.Groups["value"].Value
        );
    }

    private static string Unescape(string field) => field.Replace("\\.", ".", StringComparison.Ordinal);

    [GeneratedRegex(
        """
            \.(?<field>(\\.|[^.\[\]\\])+)|\['(?<field>[^']+)'\]|\[(?<all>\*)\]|\[(?<index>-?\d+)\]|\[\?\(@\.(?<key>[^=\s]+)\s*==\s*["']?(?<value>[^"')]*)["']?\)\]
            """,
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex StepPattern();
}
