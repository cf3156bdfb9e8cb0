using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>Whom a binding gives a role to.</summary>
/// <param name="Kind">User, Group or ServiceAccount.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">A service account's; the binding's own where the subject names none.</param>
internal sealed record Subject(string Kind, string Name, string? Namespace)
{
    public static Subject Parse(JsonObject subject, string? bindingNamespace) =>
        new(
            subject.Text("kind") ?? "",
            subject.Text("name") ?? "",
            subject.Text("namespace") is { Length: > 0 } given ? given : bindingNamespace
        );

    public bool Is(User user) =>
        Kind switch
        {
            "User" => string.Equals(user.Name, Name, StringComparison.Ordinal),
            "Group" => user.Has(Name),
            "ServiceAccount" => Namespace is not null
                && string.Equals(user.Name, new ServiceAccountName(Namespace, Name).Username, StringComparison.Ordinal),
            _ => false,
        };

    /// <summary>As reasons show it.</summary>
    public override string ToString() => $"{Kind} \"{(Kind is "ServiceAccount" ? $"{Name}/{Namespace}" : Name)}\"";
}
