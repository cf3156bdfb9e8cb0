using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class PersistentVolumeClaimStrategy : Strategy
{
    public static void DefaultClaim(JsonObject claim) => claim.EnsureObject("spec").Default("volumeMode", "Filesystem");

    public override void Default(JsonObject obj) => DefaultClaim(obj);

    public override void PrepareForCreate(JsonObject obj)
    {
        obj["status"] = new JsonObject { ["phase"] = "Pending" };
        AddFinalizer(obj, "kubernetes.io/pvc-protection");
    }

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var spec = obj.Object("spec") ?? [];
        if (spec.Array("accessModes") is not { Count: > 0 })
            yield return FieldError.Required("spec.accessModes", "at least 1 access mode is required");
        if (spec.Object("resources")?.Object("requests")?["storage"] is null)
            yield return FieldError.Required("spec.resources[storage]");
    }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        if (!JsonNode.DeepEquals(WithoutMutableFields(obj, old), WithoutMutableFields(old, old)))
            yield return FieldError.Forbidden(
                "spec",
                "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound "
                    + "claims"
            );
    }

    private static JsonObject WithoutMutableFields(JsonObject claim, JsonObject old)
    {
        var copy = (JsonObject)(claim.Object("spec") ?? []).DeepClone();
        copy.Remove("volumeAttributesClassName");
        copy.Object("resources")?.Remove("requests");
        // What the binding fills in.
        foreach (var field in (string[])["volumeName", "storageClassName"])
        {
            if (old.Object("spec")?[field] is null)
                copy.Remove(field);
        }
        return copy;
    }
}
