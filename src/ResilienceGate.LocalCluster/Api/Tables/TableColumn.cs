using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>One column of a kind's table. Its cell is made of the object and the present time.</summary>
/// <remarks>Priority 0 is always shown, 1 only when the client asks for a wide table.</remarks>
internal sealed record TableColumn(
    string Name,
    string Type,
    int Priority,
    string Description,
    Func<JsonObject, DateTimeOffset, JsonNode?> Cell
)
{
    /// <summary><c>name</c> for the column that names the object.</summary>
    public string Format { get; init; } = "";

    public JsonObject Definition() =>
        new()
        {
            ["name"] = Name,
            ["type"] = Type,
            ["format"] = Format,
            ["description"] = Description,
            ["priority"] = Priority,
        };
}
