using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class StorageClassStrategy : Strategy
{
    public override void Default(JsonObject obj)
    {
        obj.Default("reclaimPolicy", "Delete");
        obj.Default("volumeBindingMode", "Immediate");
    }

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        if (string.IsNullOrEmpty(obj.Text("provisioner")))
            yield return FieldError.Required("provisioner");
    }
}
