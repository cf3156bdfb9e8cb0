using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class PersistentVolumeStrategy : Strategy
{
    public override void Default(JsonObject obj)
    {
        var spec = obj.EnsureObject("spec");
        spec.Default("persistentVolumeReclaimPolicy", "Retain");
        spec.Default("volumeMode", "Filesystem");
        spec.Object("hostPath")?.Default("type", "");
    }

    public override void PrepareForCreate(JsonObject obj)
    {
        obj["status"] = new JsonObject { ["phase"] = "Pending" };
        AddFinalizer(obj, "kubernetes.io/pv-protection");
    }

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var spec = obj.Object("spec") ?? [];
        if (spec.Array("accessModes") is not { Count: > 0 })
            yield return FieldError.Required("spec.accessModes");
        if (spec.Object("capacity")?["storage"] is null)
            yield return FieldError.Required("spec.capacity");
    }
}
