using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.CustomResources;

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
            .Where(definition => CustomResourceNames.IsEstablished(definition.Json))
            .SelectMany(definition => Views(definition.Json));

    private static IEnumerable<ResourceView> Views(JsonObject definition)
    {
        var spec = definition.Object("spec") ?? [];
        var names = definition.Object("status")?.Object("acceptedNames") ?? [];
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
                Subresources =
                [
                    .. (version.Object("subresources") ?? []).Select(s => s.Key).Order(StringComparer.Ordinal),
                ],
                Singular = names.Text("singular") ?? "",
                ListKind = names.Text("listKind") ?? "",
                CustomSchema = new CustomResourceSchema(version.Object("schema")?.Object("openAPIV3Schema") ?? []),
                ScalePaths = Scale(version.Object("subresources")?.Object("scale")),
                AllowsUnconditionalUpdate = false,
                HasGeneration = true,
            };
            yield return new ResourceView(type, type);
        }
    }

    private static ScalePaths Scale(JsonObject? declared) =>
        declared is null
            ? ScalePaths.Workload
            : new ScalePaths(
                declared.Text("specReplicasPath") ?? "",
                declared.Text("statusReplicasPath") ?? "",
                declared.Text("labelSelectorPath")
            );
}
