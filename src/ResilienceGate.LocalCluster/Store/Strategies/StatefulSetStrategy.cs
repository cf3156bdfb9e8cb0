using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class StatefulSetStrategy : WorkloadStrategy
{
    private static readonly string[] MutableFields =
    [
        "replicas",
        "ordinals",
        "template",
        "updateStrategy",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];

    public override void PrepareForCreate(JsonObject obj) =>
        obj["status"] = new JsonObject { ["availableReplicas"] = 0, ["replicas"] = 0 };

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        if (!JsonNode.DeepEquals(WithoutMutableFields(obj), WithoutMutableFields(old)))
            yield return FieldError.Forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
                    + "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
                    + "'minReadySeconds' are forbidden"
            );
    }

    private static JsonObject WithoutMutableFields(JsonObject set)
    {
        var copy = (JsonObject)(set.Object("spec") ?? []).DeepClone();
        foreach (var field in MutableFields)
            copy.Remove(field);
        return copy;
    }

    protected override void DefaultSpec(JsonObject spec)
    {
        spec.Default("podManagementPolicy", "OrderedReady");
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        var update = spec.EnsureObject("updateStrategy");
        if (update["type"] is null)
        {
            update["type"] = "RollingUpdate";
            update.EnsureObject("rollingUpdate");
        }
        update.Object("rollingUpdate")?.Default("partition", 0);
        var retention = spec.EnsureObject("persistentVolumeClaimRetentionPolicy");
        retention.Default("whenDeleted", "Retain");
        retention.Default("whenScaled", "Retain");
        foreach (var claim in spec.Items("volumeClaimTemplates"))
        {
            claim["apiVersion"] = ResourceTypes.PersistentVolumeClaims.ApiVersion;
            claim["kind"] = ResourceTypes.PersistentVolumeClaims.Kind;
            PersistentVolumeClaimStrategy.DefaultClaim(claim);
            claim.EnsureObject("status").Default("phase", "Pending");
        }
    }
}
