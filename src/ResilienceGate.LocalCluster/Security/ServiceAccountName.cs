using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security;

/// <summary>The name and the groups that a service account has as a user.</summary>
/// <remarks>After <c>k8s.io/apiserver/pkg/authentication/serviceaccount</c>.</remarks>
internal readonly record struct ServiceAccountName(string Namespace, string Name)
{
    private const string Prefix = "system:serviceaccount:";
    private const string AllGroup = "system:serviceaccounts";

    public string Username => $"{Prefix}{Namespace}:{Name}";

    public IReadOnlyList<string> Groups => [AllGroup, $"{AllGroup}:{Namespace}"];

    /// <returns>Null for a user that is no service account.</returns>
    public static ServiceAccountName? Parse(string username) =>
        username.StartsWith(Prefix, StringComparison.Ordinal)
        && username[Prefix.Length..].Split(':') is [var ns, var name]
        && ObjectNames.IsLabel(ns)
        && ObjectNames.IsSubdomain(name)
            ? new ServiceAccountName(ns, name)
            : null;
}
