using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>What is served: the built-in resources and those that custom resource definitions declare.</summary>
internal sealed class ResourceRegistry(ObjectStore store)
{
    private static readonly IReadOnlyList<ResourceView> BuiltIn =
    [
        .. ResourceTypes.All.Select(t => t == ResourceTypes.EventsV1 ? new EventsView() : new ResourceView(t, t)),
    ];

    public IEnumerable<ResourceView> All => BuiltIn.Concat(Custom());

    public ResourceView? Find(string group, string version, string plural) =>
        All.FirstOrDefault(v =>
            string.Equals(v.Served.Plural, plural, StringComparison.Ordinal)
            && string.Equals(v.Served.Group, group, StringComparison.Ordinal)
            && string.Equals(v.Served.Version, version, StringComparison.Ordinal)
        );

    /// <summary>The definition of a custom resource; null for a built-in one.</summary>
    public JsonObject? Definition(ResourceType type) =>
        type.Model is null
            ? store.Find(ResourceTypes.CustomResourceDefinitions, ns: null, type.GroupResource)?.Json
            : null;

    private IEnumerable<ResourceView> Custom() =>
        store
            .List(ResourceTypes.CustomResourceDefinitions, ns: null)
            .SelectMany(d => Views(d.Json.Object("spec") ?? []));

    private static IEnumerable<ResourceView> Views(JsonObject spec)
    {
        var names = spec.Object("names") ?? [];
        foreach (var version in spec.Items("versions").Where(v => v.Flag("served") is true))
        {
            var type = new ResourceType(
                spec.Text("group") ?? "",
                version.Text("name") ?? "",
                names.Text("kind") ?? "",
                names.Text("plural") ?? "",
                spec.Text("scope") is "Namespaced"
            )
            {
                ShortNames = [.. (names.Array("shortNames") ?? []).Select(n => n.Text())],
                Categories = [.. (names.Array("categories") ?? []).Select(n => n.Text())],
                Subresources = version.Object("subresources")?["status"] is null ? [] : ["status"],
                HasGeneration = true,
            };
            yield return new ResourceView(type, type);
        }
    }
}
