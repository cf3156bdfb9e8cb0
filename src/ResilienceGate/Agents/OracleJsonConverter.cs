using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Agents;

/// <summary>An oracle as <c>{"kind": "ranking", "top": 10, "overlap": 0.99}</c>; the records themselves know no JSON.</summary>
internal sealed class OracleJsonConverter : JsonConverter<Oracle>
{
    public override Oracle Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var oracle = document.RootElement;
        return Member(oracle, "kind").GetString() switch
        {
            "exact" => new Oracle.Exact(),
            "numeric" => new Oracle.Numeric(
                Member(oracle, "relativeTolerance").GetDouble(),
                Member(oracle, "absoluteTolerance").GetDouble()
            ),
            "ranking" => new Oracle.Ranking(Member(oracle, "top").GetInt32(), Member(oracle, "overlap").GetDouble()),
            "classification" => new Oracle.Classification(Member(oracle, "tolerance").GetDouble()),
            "embedding" => new Oracle.Embedding(Member(oracle, "distance").GetDouble()),
            "text" => new Oracle.Text(Member(oracle, "prefix").GetDouble()),
            var kind => throw new JsonException($"'{kind}' is no kind of oracle"),
        };
    }

    public override void Write(Utf8JsonWriter writer, Oracle value, JsonSerializerOptions options)
    {
        JsonObject oracle = value switch
        {
            Oracle.Exact => new() { ["kind"] = "exact" },
            Oracle.Numeric numeric => new()
            {
                ["kind"] = "numeric",
                ["relativeTolerance"] = numeric.RelativeTolerance,
                ["absoluteTolerance"] = numeric.AbsoluteTolerance,
            },
            Oracle.Ranking ranking => new()
            {
                ["kind"] = "ranking",
                ["top"] = ranking.Top,
                ["overlap"] = ranking.Overlap,
            },
            Oracle.Classification classes => new() { ["kind"] = "classification", ["tolerance"] = classes.Tolerance },
            Oracle.Embedding embedding => new() { ["kind"] = "embedding", ["distance"] = embedding.Distance },
            Oracle.Text text => new() { ["kind"] = "text", ["prefix"] = text.Prefix },
            _ => throw new JsonException($"{value.GetType().Name} is no kind of oracle"),
        };
        oracle.WriteTo(writer);
    }

    private static JsonElement Member(JsonElement oracle, string name) =>
        oracle.ValueKind is JsonValueKind.Object && oracle.TryGetProperty(name, out var member)
            ? member
            : throw new JsonException($"the oracle has no '{name}'");
}
