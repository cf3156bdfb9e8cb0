using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>Decides by roles and bindings who may do what.</summary>
/// <remarks>After <c>plugin/pkg/auth/authorizer/rbac</c>: rights only add up, and what none grants is refused.</remarks>
internal sealed class Authorizer(ObjectStore store)
{
    private volatile Policy _policy = Policy.Read(StoreState.Empty);

    public Decision Authorize(User user, Access access)
    {
        // Not by a role: administrators cannot lock themselves out.
        if (user.IsAdministrator)
            return new Decision(Allowed: true, "");
        var missing = new List<string>();
        foreach (var binding in Current().In((access as Access.ToResource)?.Namespace))
        {
            if (binding.SubjectFor(user) is not { } subject)
                continue;
            if (binding.Rules is null)
                missing.Add(binding.Role.Missing);
            else if (binding.Rules.Any(rule => rule.Allows(access)))
                return new Decision(Allowed: true, $"RBAC: allowed by {binding.Describe(subject)}");
        }
        return new Decision(Allowed: false, missing.Count == 0 ? "" : $"RBAC: {Join(missing)}");
    }

    /// <summary>All that a user may do in a namespace, or at the cluster's scope.</summary>
    public UserRules RulesFor(User user, string? ns)
    {
        List<Binding> bindings = [.. Current().In(ns).Where(binding => binding.SubjectFor(user) is not null)];
        List<string> missing = [.. bindings.Where(binding => binding.Rules is null).Select(b => b.Role.Missing)];
        return new UserRules([.. bindings.SelectMany(binding => binding.Rules ?? [])], Join(missing));
    }

    private Policy Current()
    {
        var state = store.State;
        var policy = _policy;
        return policy.Holds(state) ? policy : _policy = Policy.Read(state);
    }

    /// <summary>Several errors as one, each of them once.</summary>
    private static string Join(List<string> errors) =>
        errors.Distinct(StringComparer.Ordinal).ToList() switch
        {
            [] => "",
            [var only] => only,
            var several => $"[{string.Join(", ", several)}]",
        };
}
