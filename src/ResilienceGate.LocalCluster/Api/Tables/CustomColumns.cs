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
            (o, now) => Cell(SimpleJsonPath.Find(o, path), type, now)
        );
    }

    /// <summary>What the path does not reach is empty; of several strings all are shown.</summary>
    private static JsonNode? Cell(IReadOnlyList<JsonNode> found, string type, DateTimeOffset now) =>
        found switch
        {
            [] => null,
            [var time] when type is "date" => time.Text() is { Length: > 0 } text ? Cells.Since(text, now) : null,
            [var value] => value.DeepClone(),
            _ => string.Join(',', found.Select(Cells.Scalar)),
        };
}
