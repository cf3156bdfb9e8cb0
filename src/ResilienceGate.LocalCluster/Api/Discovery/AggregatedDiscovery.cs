using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Discovery;

/// <summary>All groups in one document (<c>APIGroupDiscoveryList</c>), which saves clients a request a group.</summary>
internal static class AggregatedDiscovery
{
    public const string MediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    public static JsonObject Write(IEnumerable<IGrouping<string, ResourceType>> groups) =>
        new()
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = "apidiscovery.k8s.io/v2",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. groups.Select(g => (JsonNode)Group(g))]),
        };

    private static JsonObject Group(IGrouping<string, ResourceType> group)
    {
        var metadata = new JsonObject { ["creationTimestamp"] = null };
        if (group.Key.Length > 0)
            metadata["name"] = group.Key;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["versions"] = new JsonArray([
                .. group.GroupBy(t => t.Version, StringComparer.Ordinal).Select(v => (JsonNode)Version(v)),
            ]),
        };
    }

    private static JsonObject Version(IGrouping<string, ResourceType> version) =>
        new()
        {
            ["version"] = version.Key,
            ["resources"] = new JsonArray([.. version.Select(t => (JsonNode)Resource(t))]),
            ["freshness"] = "Current",
        };

    private static JsonObject Resource(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["resource"] = type.Plural,
            ["responseKind"] = Kind(type.Group, type.Version, type.Kind),
            ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = ApiResources.Texts(ApiResources.Verbs(type)),
        };
        if (type.ShortNames.Count > 0)
            resource["shortNames"] = ApiResources.Texts(type.ShortNames);
        if (type.Categories.Count > 0)
            resource["categories"] = ApiResources.Texts(type.Categories);
        if (type.Subresources.Count > 0)
            resource["subresources"] = new JsonArray([
                .. type.Subresources.Select(s => (JsonNode)Subresource(type, s)),
            ]);
        return resource;
    }

    private static JsonObject Subresource(ResourceType type, string name)
    {
        var (group, version, kind) = ApiResources.SubresourceKind(type, name);
        return new JsonObject
        {
            ["subresource"] = name,
            ["responseKind"] = Kind(group, version, kind),
            ["verbs"] = ApiResources.Texts(ApiResources.SubresourceVerbs(name)),
        };
    }

    private static JsonObject Kind(string group, string version, string kind) =>
        new()
        {
            ["group"] = group,
            ["version"] = version,
            ["kind"] = kind,
        };
}
