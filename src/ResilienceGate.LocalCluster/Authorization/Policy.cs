using System.Collections.Immutable;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>All bindings with their rules, read once for each change of a role or binding.</summary>
internal sealed class Policy
{
    private static readonly ResourceType[] Sources =
    [
        ResourceTypes.ClusterRoles,
        ResourceTypes.ClusterRoleBindings,
        ResourceTypes.Roles,
        ResourceTypes.RoleBindings,
    ];

    private readonly IReadOnlyList<ImmutableSortedDictionary<ObjectKey, StoredObject>> _tables;
    private readonly IReadOnlyList<Binding> _clusterWide;
    private readonly ILookup<string, Binding> _byNamespace;

    private Policy(StoreState state)
    {
        _tables = [.. Sources.Select(state.Table)];
        _clusterWide = Read(ResourceTypes.ClusterRoleBindings, state);
        _byNamespace = Read(ResourceTypes.RoleBindings, state)
            .ToLookup(binding => binding.Namespace ?? "", StringComparer.Ordinal);
    }

    public static Policy Read(StoreState state) => new(state);

    /// <summary>Whether it is still what the state says. A table is the same value until one of its objects changes.</summary>
    public bool Holds(StoreState state) =>
        Sources.Select(state.Table).Zip(_tables).All(pair => ReferenceEquals(pair.First, pair.Second));

    /// <summary>The bindings that count in a namespace, or at the cluster's scope.</summary>
    public IEnumerable<Binding> In(string? ns) => ns is null ? _clusterWide : _clusterWide.Concat(_byNamespace[ns]);

    private static List<Binding> Read(ResourceType type, StoreState state) =>
        [.. state.Table(type).Values.Select(stored => Binding.Read(stored, state))];
}
