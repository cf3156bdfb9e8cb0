using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class ReplicaSetStrategy : WorkloadStrategy
{
    public override void PrepareForCreate(JsonObject obj) => obj["status"] = new JsonObject { ["replicas"] = 0 };

    protected override void DefaultSpec(JsonObject spec) => spec.Default("replicas", 1);
}
