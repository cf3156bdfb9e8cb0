using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Discovery;

/// <summary>Tells clients which groups, versions and resources there are.</summary>
internal sealed class DiscoveryHandler(ResourceRegistry registry)
{
    /// <returns>False for a path that is no discovery path.</returns>
    public async Task<bool> TryHandleAsync(HttpContext context, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var aggregated = Negotiation.WantsAggregatedDiscovery(context.Request);
        JsonObject? answer = parts switch
        {
            ["api"] when aggregated => AggregatedDiscovery.Write(Groups().Where(g => g.Key.Length == 0)),
            ["apis"] when aggregated => AggregatedDiscovery.Write(Groups().Where(g => g.Key.Length > 0)),
            ["api"] => Versions(context),
            ["apis"] => GroupList(),
            ["api", var version] => Resources("", version),
            ["apis", var group] => GroupOf(group),
            ["apis", var group, var version] => Resources(group, version),
            _ => null,
        };
        if (answer is null)
            return false;
        if (aggregated && parts.Length == 1)
        {
            await context.Response.WriteAsync(
                200,
                JsonText.Write(answer),
                AggregatedDiscovery.MediaType,
                context.RequestAborted
            );
            return true;
        }
        await context.Response.WriteAsync(200, answer, context.RequestAborted);
        return true;
    }

    private IEnumerable<IGrouping<string, ResourceType>> Groups() =>
        registry.All.Select(v => v.Served).GroupBy(t => t.Group, StringComparer.Ordinal);

    private static JsonObject Versions(HttpContext context) =>
        new()
        {
            ["kind"] = "APIVersions",
            ["versions"] = new JsonArray("v1"),
            ["serverAddressByClientCIDRs"] = new JsonArray(
                new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = context.Request.Host.Value }
            ),
        };

    private JsonObject GroupList() =>
        new()
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. Groups().Where(g => g.Key.Length > 0).Select(g => (JsonNode)Group(g))]),
        };

    private JsonObject? GroupOf(string name)
    {
        if (Groups().FirstOrDefault(g => string.Equals(g.Key, name, StringComparison.Ordinal)) is not { } group)
            return null;
        var answer = Group(group);
        answer["kind"] = "APIGroup";
        answer["apiVersion"] = "v1";
        return answer;
    }

    private static JsonObject Group(IGrouping<string, ResourceType> group)
    {
        var versions = group
            .Select(t => t.Version)
            .Distinct(StringComparer.Ordinal)
            .Select(v => Version(group.Key, v))
            .ToList();
        return new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private static JsonObject Version(string group, string version) =>
        new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private JsonObject? Resources(string group, string version)
    {
        List<ResourceType> types =
        [
            .. registry
                .All.Select(v => v.Served)
                .Where(t =>
                    string.Equals(t.Group, group, StringComparison.Ordinal)
                    && string.Equals(t.Version, version, StringComparison.Ordinal)
                ),
        ];
        if (types.Count == 0)
            return null;
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = types[0].ApiVersion,
            ["resources"] = new JsonArray([.. types.SelectMany(ApiResources.Of)]),
        };
    }
}
