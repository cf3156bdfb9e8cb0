using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reading;

internal static class PartialMetadata
{
    public static JsonObject Of(StoredObject obj) =>
        new()
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = obj.Json.Metadata.DeepClone(),
        };
}
