using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Discovery;

/// <summary>The entries of an <c>APIResourceList</c> for one resource and its subresources.</summary>
internal static class ApiResources
{
    private static readonly string[] AllVerbs =
    [
        "create",
        "delete",
        "deletecollection",
        "get",
        "list",
        "patch",
        "update",
        "watch",
    ];

    public static IEnumerable<JsonNode> Of(ResourceType type)
    {
        var resource = Entry(type.Plural, type.Singular, type.Namespaced, type.Kind, Verbs(type));
        if (type.ShortNames.Count > 0)
            resource["shortNames"] = Texts(type.ShortNames);
        if (type.Categories.Count > 0)
            resource["categories"] = Texts(type.Categories);
        yield return resource;
        foreach (var subresource in type.Subresources)
        {
            var (group, version, kind) = SubresourceKind(type, subresource);
            var entry = Entry($"{type.Plural}/{subresource}", "", type.Namespaced, kind, SubresourceVerbs(subresource));
            if (!string.Equals(kind, type.Kind, StringComparison.Ordinal) && group.Length > 0)
            {
                entry["group"] = group;
                entry["version"] = version;
            }
            yield return entry;
        }
    }

    public static IReadOnlyList<string> Verbs(ResourceType type) =>
        !type.Stored ? ["create"]
        : type == ResourceTypes.Namespaces ? [.. AllVerbs.Where(v => v is not "deletecollection")]
        : AllVerbs;

    public static IReadOnlyList<string> SubresourceVerbs(string subresource) =>
        subresource switch
        {
            "attach" or "exec" => ["create", "get"],
            "binding" or "eviction" or "token" => ["create"],
            "finalize" => ["update"],
            "log" => ["get"],
            _ => ["get", "patch", "update"],
        };

    /// <summary>The kind that a subresource reads and writes.</summary>
    public static (string Group, string Version, string Kind) SubresourceKind(ResourceType type, string subresource) =>
        subresource switch
        {
            "attach" => ("", "v1", "PodAttachOptions"),
            "binding" => ("", "v1", "Binding"),
            "eviction" => ("policy", "v1", "Eviction"),
            "exec" => ("", "v1", "PodExecOptions"),
            "scale" => ("autoscaling", "v1", "Scale"),
            "token" => ("authentication.k8s.io", "v1", "TokenRequest"),
            _ => (type.Group, type.Version, type.Kind),
        };

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static JsonObject Entry(
        string name,
        string singular,
        bool namespaced,
        string kind,
        IEnumerable<string> verbs
    ) =>
        new()
        {
            ["name"] = name,
            ["singularName"] = singular,
            ["namespaced"] = namespaced,
            ["kind"] = kind,
            ["verbs"] = Texts(verbs),
        };
}
