using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>The columns that a custom resource definition declares (<c>additionalPrinterColumns</c>).</summary>
internal static class CustomColumns
{
    public static IReadOnlyList<TableColumn> Of(JsonObject? definition, string version)
    {
        var declared = (definition?.Object("spec")?.Items("versions") ?? [])
            .FirstOrDefault(v => string.Equals(v.Text("name"), version, StringComparison.Ordinal))
            ?.Items("additionalPrinterColumns")
            .ToList();
        return declared is { Count: > 0 } ? [Cells.Name, .. declared.Select(Column)] : [Cells.Name, Cells.Age];
    }

    private static TableColumn Column(JsonObject column)
    {
        var path = column.Text("jsonPath") ?? "";
        var type = column.Text("type") ?? "string";
        return new TableColumn(
            column.Text("name") ?? "",
            type,
            (int)(column.Number("priority") ?? 0),
            column.Text("description") ?? "",
            (o, now) => Cell(Find(o, path), type, now)
        );
    }

    private static JsonNode? Cell(JsonNode? value, string type, DateTimeOffset now) =>
        type is "date" && value.Text() is { Length: > 0 } time ? Cells.Since(time, now) : value?.DeepClone();

    /// <summary>A plain path such as <c>.spec.mode</c> or <c>.items[0].name</c>; what it does not reach is empty.</summary>
    private static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (var part in path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            node = node switch
            {
                JsonObject obj => obj[part],
                JsonArray array
                    when int.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var index)
                        && index < array.Count => array[index],
                _ => null,
            };
        }
        return node;
    }
}
