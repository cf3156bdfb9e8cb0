using System.Text.Json.Nodes;
using k8s.Models;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>
/// The schema that a CustomResourceDefinition gives one version of its objects, and what a server does by it: drop
/// what is not in it, fill in defaults, and refuse what does not fit.
/// </summary>
/// <remarks>Rules in CEL (<c>x-kubernetes-validations</c>) are not evaluated.</remarks>
/// <param name="root">The <c>openAPIV3Schema</c>.</param>
internal sealed class CustomResourceSchema(JsonObject root)
{
    /// <returns>The paths of what was dropped.</returns>
    /// <exception cref="StatusException">BadRequest for metadata that is none.</exception>
    public IReadOnlyList<string> Prune(JsonObject obj)
    {
        List<string> unknown = [];
        Pruning.Prune(root, obj, "", isRoot: true, unknown);
        if (obj.Object("metadata") is { } metadata)
            unknown.AddRange(Normalizer.Normalize(ModelSchemas.Of(typeof(V1ObjectMeta)), metadata, "metadata"));
        return unknown;
    }

    public void Default(JsonObject obj) => Defaulting.Default(root, obj);

    /// <summary>Metadata is checked as that of every object is.</summary>
    public IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var copy = (JsonObject)obj.DeepClone();
        copy.Remove("metadata");
        return SchemaValidation.Validate(root, copy, "");
    }
}
