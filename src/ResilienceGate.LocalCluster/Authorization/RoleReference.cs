using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>The role that a binding gives.</summary>
internal sealed record RoleReference(string Kind, string Name)
{
    public bool IsClusterRole => Kind is "ClusterRole";

    public ResourceType Type => IsClusterRole ? ResourceTypes.ClusterRoles : ResourceTypes.Roles;

    public static RoleReference Of(JsonObject binding)
    {
        var reference = binding.Object("roleRef") ?? [];
        return new RoleReference(reference.Text("kind") ?? "", reference.Text("name") ?? "");
    }

    /// <param name="state">Where the role is looked for.</param>
    /// <param name="ns">The binding's namespace; null for a ClusterRoleBinding.</param>
    /// <returns>Null when there is no such role.</returns>
    public IReadOnlyList<PolicyRule>? Rules(StoreState state, string? ns) =>
        state.Table(Type).TryGetValue(new ObjectKey(IsClusterRole ? "" : ns ?? "", Name), out var role)
            ? [.. role.Json.Items("rules").Select(PolicyRule.Parse)]
            : null;

    /// <summary>What is said of a binding whose role does not exist.</summary>
    public string Missing => $"{Kind.ToLowerInvariant()}.{Type.Group} \"{Name}\" not found";
}
