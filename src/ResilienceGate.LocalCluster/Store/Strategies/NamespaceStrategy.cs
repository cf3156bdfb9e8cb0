using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class NamespaceStrategy : Strategy
{
    public override void Default(JsonObject obj)
    {
        var metadata = obj.EnsureObject("metadata");
        metadata.EnsureObject("labels")["kubernetes.io/metadata.name"] = metadata.Text("name");
        obj.EnsureObject("status").Default("phase", "Active");
    }

    public override void PrepareForCreate(JsonObject obj)
    {
        obj["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        obj["status"] = new JsonObject { ["phase"] = "Active" };
    }

    // Only the finalize subresource empties a namespace's finalizers; see Admission.
}
