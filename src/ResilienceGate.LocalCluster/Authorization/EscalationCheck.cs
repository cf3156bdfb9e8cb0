using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>
/// Nobody gives away rights that they do not have, unless the verb <c>escalate</c> on the role, or <c>bind</c> on the
/// role that is bound, is granted to them.
/// </summary>
/// <remarks>After <c>pkg/registry/rbac/*/policybased/storage.go</c>.</remarks>
internal sealed class EscalationCheck(Authorizer authorizer)
{
    private static readonly PolicyRule[] Everything =
    [
        new()
        {
            Verbs = ["*"],
            ApiGroups = ["*"],
            Resources = ["*"],
        },
        new() { Verbs = ["*"], NonResourceUrls = ["*"] },
    ];

    /// <summary>What the garbage collector must be able to change whatever rights it has.</summary>
    private static readonly string[] CollectorFields = ["ownerReferences", "finalizers", "managedFields"];

    /// <param name="user">Who writes.</param>
    /// <param name="type">What kind of object; any but roles and bindings passes.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="obj">The object as it is to be.</param>
    /// <param name="old">The object as it is; null when it is created.</param>
    /// <param name="state">Where roles are looked for.</param>
    /// <exception cref="StatusException">Forbidden; NotFound for the role of a binding.</exception>
    public void Check(User user, ResourceType type, string? ns, JsonObject obj, JsonObject? old, StoreState state)
    {
        if (user.IsAdministrator || (old is not null && ChangesOnlyCollectorFields(obj, old)))
            return;
        if (type == ResourceTypes.Roles || type == ResourceTypes.ClusterRoles)
            CheckRole(user, type, ns, obj, old);
        else if (type == ResourceTypes.RoleBindings || type == ResourceTypes.ClusterRoleBindings)
            CheckBinding(user, type, ns, obj, state);
    }

    private void CheckRole(User user, ResourceType type, string? ns, JsonObject role, JsonObject? old)
    {
        if (IsAllowed(user, "escalate", type, ns, old?.Metadata.Text("name")))
            return;
        Confirm(user, type, ns, role, [.. role.Items("rules").Select(PolicyRule.Parse)]);
        // It gathers whatever other roles grant, later ones too.
        if ((Aggregates(role) || (old is not null && Aggregates(old))) && Missing(user, ns, Everything).Count > 0)
            throw Refusal(type, role, "must have cluster-admin privileges to use the aggregationRule");
    }

    private void CheckBinding(User user, ResourceType type, string? ns, JsonObject binding, StoreState state)
    {
        var role = RoleReference.Of(binding);
        // What is neither is refused by validation.
        if (role.Kind is not ("Role" or "ClusterRole") || IsAllowed(user, "bind", role.Type, ns, role.Name))
            return;
        Confirm(user, type, ns, binding, role.Rules(state, ns) ?? throw StatusException.NotFound(type, role.Name));
    }

    private void Confirm(User user, ResourceType type, string? ns, JsonObject obj, IReadOnlyList<PolicyRule> rules)
    {
        var missing = Missing(user, ns, rules);
        if (missing.Count == 0)
            return;
        var held = authorizer.RulesFor(user, ns);
        var list = string.Join('\n', Compact(missing).Order(StringComparer.Ordinal));
        var errors = held.Error.Length == 0 ? "" : $"; resolution errors: [{held.Error}]";
        throw Refusal(
            type,
            obj,
            $"user \"{user.Name}\" (groups={PolicyRule.Quote(user.Groups)}) is attempting to grant RBAC permissions "
                + $"not currently held:\n{list}{errors}"
        );
    }

    private List<PolicyRule> Missing(User user, string? ns, IEnumerable<PolicyRule> rules)
    {
        var held = authorizer.RulesFor(user, ns).Rules;
        return [.. rules.SelectMany(rule => rule.Split()).Where(atom => !held.Any(rule => rule.Covers(atom)))];
    }

    /// <summary>Atomic rules about one resource, shown as one with all their verbs.</summary>
    private static IEnumerable<string> Compact(List<PolicyRule> atoms) =>
        atoms
            .Where(atom => atom.NonResourceUrls.Count == 0)
            .GroupBy(atom => (atom.ApiGroups[0], atom.Resources[0], atom.ResourceNames is [var name] ? name : null))
            .Select(group => group.First() with { Verbs = [.. group.SelectMany(atom => atom.Verbs)] })
            .Concat(atoms.Where(atom => atom.NonResourceUrls.Count > 0))
            .Select(rule => rule.ToString())
            .Distinct(StringComparer.Ordinal);

    private bool IsAllowed(User user, string verb, ResourceType type, string? ns, string? name) =>
        authorizer
            .Authorize(
                user,
                new Access.ToResource
                {
                    Verb = verb,
                    Group = type.Group,
                    Resource = type.Plural,
                    Namespace = ns,
                    Name = name,
                }
            )
            .Allowed;

    private static bool Aggregates(JsonObject role) =>
        role.Object("aggregationRule")?.Array("clusterRoleSelectors") is { Count: > 0 };

    private static bool ChangesOnlyCollectorFields(JsonObject obj, JsonObject old)
    {
        var copy = (JsonObject)obj.DeepClone();
        var metadata = copy.EnsureObject("metadata");
        foreach (var field in CollectorFields)
        {
            metadata.Remove(field);
            if (old.Metadata[field] is { } value)
                metadata[field] = value.DeepClone();
        }
        return JsonNode.DeepEquals(copy, old);
    }

    private static StatusException Refusal(ResourceType type, JsonObject obj, string cause) =>
        StatusException.Forbidden(type, obj.Metadata.Text("name") ?? "", cause);
}
