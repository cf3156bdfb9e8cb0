using System.Collections.Immutable;

namespace ResilienceGate.LocalCluster.Security;

/// <summary>Who sent a request.</summary>
internal sealed record User(string Name, IReadOnlyList<string> Groups)
{
    public const string AdministratorsGroup = "system:masters";
    public const string AuthenticatedGroup = "system:authenticated";
    public const string UnauthenticatedGroup = "system:unauthenticated";
    public const string NodesGroup = "system:nodes";
    public const string AnonymousName = "system:anonymous";

    /// <summary>The key in <see cref="Extra"/> of what the user proved its name with.</summary>
    public const string CredentialKey = "authentication.kubernetes.io/credential-id";

    public static User Anonymous { get; } = new(AnonymousName, [UnauthenticatedGroup]);

    /// <summary>Tells one bearer of a name from a later one; empty where nothing is known of that.</summary>
    public string Uid { get; init; } = "";

    /// <summary>What else the authenticator knows.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } =
        ImmutableSortedDictionary<string, IReadOnlyList<string>>.Empty;

    public bool IsAdministrator => Has(AdministratorsGroup);

    public static User Authenticated(string name, IEnumerable<string> groups) =>
        new User(name, [.. groups]).With(AuthenticatedGroup);

    public bool Has(string group) => Groups.Contains(group, StringComparer.Ordinal);

    /// <summary>The user as a member of a group.</summary>
    public User With(string group) => Has(group) ? this : this with { Groups = [.. Groups, group] };
}
