using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Api.Discovery;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.OpenApi;

/// <summary>
/// The OpenAPI 3 description of one group and version: enough for clients to find the kinds, their fields, how patches
/// merge, and that the server validates fields itself.
/// </summary>
internal sealed class OpenApiDocument(IReadOnlyList<ResourceType> types, Func<ResourceType, JsonObject?> definitionOf)
{
    private static readonly (string Method, string Action)[] CollectionVerbs =
    [
        ("get", "list"),
        ("post", "post"),
        ("delete", "deletecollection"),
    ];

    private static readonly (string Method, string Action)[] ObjectVerbs =
    [
        ("get", "get"),
        ("put", "put"),
        ("patch", "patch"),
        ("delete", "delete"),
    ];

    private readonly OpenApiSchemas _schemas = new();

    public JsonObject Write()
    {
        JsonObject paths = [];
        foreach (var type in types)
            AddPaths(paths, type);
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.GitVersion },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = _schemas.Write() },
        };
    }

    private void AddPaths(JsonObject paths, ResourceType type)
    {
        var reference = _schemas.Add(type, definitionOf(type));
        var root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.Group}/{type.Version}";
        var scope = type.Namespaced ? "/namespaces/{namespace}" : "";
        var collection = $"{root}{scope}/{type.Plural}";
        var verbs = ApiResources.Verbs(type);
        paths[collection] = Path(
            type,
            reference,
            CollectionVerbs.Where(v => v.Action is "post" || verbs.Contains(v.Action, StringComparer.Ordinal))
        );
        if (type.Stored)
            paths[$"{collection}/{{name}}"] = Path(type, reference, ObjectVerbs);
    }

    private static JsonObject Path(
        ResourceType type,
        string reference,
        IEnumerable<(string Method, string Action)> verbs
    )
    {
        JsonObject path = [];
        foreach (var (method, action) in verbs)
            path[method] = Operation(type, reference, method, action);
        return path;
    }

    private static JsonObject Operation(ResourceType type, string reference, string method, string action)
    {
        var content = new JsonObject
        {
            ["application/json"] = new JsonObject { ["schema"] = OpenApiSchemas.Reference(reference) },
        };
        var operation = new JsonObject
        {
            ["operationId"] = $"{action}{type.Kind}",
            ["parameters"] = new JsonArray([.. Parameters(method).Select(n => (JsonNode)Parameter(n))]),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = "OK", ["content"] = content },
            },
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = OpenApiSchemas.GroupVersionKind(type),
        };
        if (method is "post" or "put" or "patch")
            operation["requestBody"] = new JsonObject { ["content"] = content.DeepClone() };
        return operation;
    }

    private static IEnumerable<string> Parameters(string method) =>
        method is "get" ? []
        : method is "delete" ? ["dryRun"]
        : ["dryRun", "fieldManager", "fieldValidation"];

    private static JsonObject Parameter(string name) =>
        new()
        {
            ["name"] = name,
            ["in"] = "query",
            ["schema"] = new JsonObject { ["type"] = "string" },
        };
}
