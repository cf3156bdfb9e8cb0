using ResilienceGate.LocalCluster.Store.CustomResources;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>A served resource. Two versions of one resource share their storage, so equality ignores the version.</summary>
internal sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool Namespaced)
{
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Subresources besides the object itself, e.g. <c>status</c> or <c>scale</c>.</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>For kinds with a <c>scale</c> subresource.</summary>
    public ScalePaths ScalePaths { get; init; } = ScalePaths.Workload;

    /// <summary>Whether a change of anything but metadata and status moves <c>metadata.generation</c>.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Whether a client may replace an object without saying which state of it it means.</summary>
    public bool AllowsUnconditionalUpdate { get; init; } = true;

    /// <summary>False for a resource that is only answered, never kept, e.g. SelfSubjectAccessReview.</summary>
    public bool Stored { get; init; } = true;

    /// <summary>The C# model of the kind; null for custom resources.</summary>
    public Type? Model { get; init; }

    /// <summary>What its definition says of a custom resource's objects; null for built-in kinds.</summary>
    public CustomResourceSchema? CustomSchema { get; init; }

    public Schema.Structure? Schema => Model is null ? null : ModelSchemas.Of(Model);

    public string Singular { get; init; } = Kind.ToLowerInvariant();

    public string ListKind { get; init; } = Kind + "List";

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name in messages and in storage: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public bool HasStatus => Subresources.Contains("status", StringComparer.Ordinal);

    public bool Equals(ResourceType? other) =>
        other is not null && string.Equals(GroupResource, other.GroupResource, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(GroupResource);
}
