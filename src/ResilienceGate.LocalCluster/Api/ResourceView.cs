using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>A resource as one group and version serve it, over the objects as they are stored.</summary>
internal class ResourceView(ResourceType served, ResourceType stored)
{
    public ResourceType Served { get; } = served;

    public ResourceType Stored { get; } = stored;

    /// <summary>The stored object in the served version.</summary>
    public virtual StoredObject Show(StoredObject obj)
    {
        if (string.Equals(obj.Json.Text("apiVersion"), Served.ApiVersion, StringComparison.Ordinal))
            return obj;
        var json = (JsonObject)obj.Json.DeepClone();
        json["apiVersion"] = Served.ApiVersion;
        return new StoredObject(Served, json);
    }

    /// <summary>An object of the served version as it is to be stored.</summary>
    public virtual JsonObject Accept(JsonObject obj) => obj;
}
