namespace ResilienceGate.LocalCluster.Security.Tokens;

/// <summary>Whom a token proves.</summary>
/// <param name="User">Null when it proves nobody.</param>
/// <param name="Audiences">Those of the asked ones that the token is meant for.</param>
/// <param name="Error">Why it proves nobody.</param>
internal sealed record TokenVerdict(User? User, IReadOnlyList<string> Audiences, string Error)
{
    private const string Invalid = "invalid bearer token";

    /// <summary>It is no token of this cluster at all.</summary>
    public static TokenVerdict Foreign { get; } = new(User: null, [], Invalid);

    public static TokenVerdict Refused(string cause) => new(User: null, [], $"[{Invalid}, {cause}]");
}
