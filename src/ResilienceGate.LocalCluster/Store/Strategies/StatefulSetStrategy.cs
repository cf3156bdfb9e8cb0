using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class StatefulSetStrategy : WorkloadStrategy
{
    public override void PrepareForCreate(JsonObject obj) =>
        obj["status"] = new JsonObject { ["availableReplicas"] = 0, ["replicas"] = 0 };

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
    }
}
