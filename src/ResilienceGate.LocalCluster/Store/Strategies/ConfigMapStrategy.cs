using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class ConfigMapStrategy : Strategy
{
    public override void PrepareForCreate(JsonObject obj) { }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old) =>
        Sealed(obj, old, "data", "binaryData");

    /// <summary>What was declared immutable stays so for good.</summary>
    public static IEnumerable<FieldError> Sealed(JsonObject obj, JsonObject old, params string[] fields)
    {
        const string Why = "field is immutable when `immutable` is set";
        if (old.Flag("immutable") is not true)
            yield break;
        if (obj.Flag("immutable") is not true)
            yield return FieldError.Forbidden("immutable", Why);
        foreach (var field in fields.Where(field => !JsonNode.DeepEquals(obj[field], old[field])))
            yield return FieldError.Forbidden(field, Why);
    }
}
