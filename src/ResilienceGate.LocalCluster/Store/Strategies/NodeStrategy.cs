using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>A kubelet registers its node together with the node's status.</summary>
internal sealed class NodeStrategy : Strategy
{
    public override void Default(JsonObject obj)
    {
        if (obj.Object("status") is { } status && status["capacity"] is { } capacity)
            status.Default("allocatable", capacity.DeepClone());
    }

    public override void PrepareForCreate(JsonObject obj) => obj.EnsureObject("status");
}
