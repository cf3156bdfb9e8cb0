namespace ResilienceGate.LocalCluster.Security;

/// <summary>Who sent a request.</summary>
internal sealed record User(string Name, IReadOnlyList<string> Groups)
{
    public const string AdministratorsGroup = "system:masters";

    private const string AuthenticatedGroup = "system:authenticated";

    public static User Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    public bool IsAdministrator => Groups.Contains(AdministratorsGroup, StringComparer.Ordinal);

    public static User Authenticated(string name, IEnumerable<string> groups) =>
        new(name, [.. groups, AuthenticatedGroup]);
}
