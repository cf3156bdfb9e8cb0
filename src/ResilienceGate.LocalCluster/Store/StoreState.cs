using System.Collections.Immutable;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>All objects at one revision: readers take it whole and need no lock.</summary>
internal sealed record StoreState(
    long Revision,
    ImmutableDictionary<ResourceType, ImmutableSortedDictionary<ObjectKey, StoredObject>> Tables
)
{
    public static StoreState Empty { get; } =
        new(0, ImmutableDictionary<ResourceType, ImmutableSortedDictionary<ObjectKey, StoredObject>>.Empty);

    public ImmutableSortedDictionary<ObjectKey, StoredObject> Table(ResourceType type) =>
        Tables.GetValueOrDefault(type) ?? ImmutableSortedDictionary<ObjectKey, StoredObject>.Empty;

    /// <remarks>Without a namespace: of all of them.</remarks>
    public IReadOnlyList<StoredObject> Items(ResourceType type, string? ns)
    {
        var items = Table(type).Values;
        return ns is null
            ? [.. items]
            : [.. items.Where(o => string.Equals(o.Namespace, ns, StringComparison.Ordinal))];
    }

    public StoreState With(StoredObject stored, ObjectKey key, long revision) =>
        new(revision, Tables.SetItem(stored.Type, Table(stored.Type).SetItem(key, stored)));

    public StoreState Without(ResourceType type, ObjectKey key, long revision) =>
        new(revision, Tables.SetItem(type, Table(type).Remove(key)));
}
