using ResilienceGate.Preflights;

namespace ResilienceGate.Guards;

/// <summary>Exactly what a guard needs; <c>action/rbac</c> grants the same.</summary>
internal static class GuardRights
{
    private const string Revert = "to revert what a dead gate has left";

    /// <param name="target">The namespace of the lease and the journal.</param>
    /// <param name="agent">The namespace of the probe.</param>
    public static IReadOnlyList<Permission> In(string target, string agent) =>
        [
            new("get", "coordination.k8s.io", "leases", target, "to see whether the gate is alive"),
            new("delete", "coordination.k8s.io", "leases", target, Revert),
            .. Each(["list", "get", "update", "delete"], "", "configmaps", target),
            .. Each(["get", "list", "patch"], "", "pods", target),
            .. Each(["get", "create"], "", "pods/exec", target),
            .. Each(["get"], "", "pods/log", target),
            .. Each(["get", "list", "patch"], "", "nodes", ns: null),
            .. Each(["delete"], "batch", "jobs", agent),
            .. Each(["delete"], "", "configmaps", agent),
        ];

    private static IEnumerable<Permission> Each(string[] verbs, string group, string resource, string? ns) =>
        verbs.Select(verb => new Permission(verb, group, resource, ns, Revert));
}
