using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>A served resource. Two versions of one resource share their storage, so equality ignores the version.</summary>
internal sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool Namespaced)
{
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Subresources besides the object itself, e.g. <c>status</c> or <c>scale</c>.</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>Whether a change of anything but metadata and status moves <c>metadata.generation</c>.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>False for a resource that is only answered, never kept, e.g. SelfSubjectAccessReview.</summary>
    public bool Stored { get; init; } = true;

    /// <summary>The C# model of the kind; null for custom resources.</summary>
    public Type? Model { get; init; }

    public Schema.Structure? Schema => Model is null ? null : ModelSchemas.Of(Model);

    public string Singular => Kind.ToLowerInvariant();

    public string ListKind => Kind + "List";

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name in messages and in storage: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public bool HasStatus => Subresources.Contains("status", StringComparer.Ordinal);

    public bool Equals(ResourceType? other) =>
        other is not null && string.Equals(GroupResource, other.GroupResource, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(GroupResource);
}
