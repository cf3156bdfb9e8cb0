using System.Text;
using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class SecretStrategy : Strategy
{
    public override void Default(JsonObject obj)
    {
        obj.Default("type", "Opaque");
        if (obj.Object("stringData") is not { } texts)
            return;
        var data = obj.EnsureObject("data");
        foreach (var (key, value) in texts)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text()));
        obj.Remove("stringData");
    }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        if (obj.Text("type") != old.Text("type"))
            yield return FieldError.Invalid("type", $"\"{obj.Text("type")}\"", "field is immutable");
        foreach (var error in ConfigMapStrategy.Sealed(obj, old, "data"))
            yield return error;
    }
}
