using System.Net.Http.Headers;

namespace ResilienceGate.Faults.Gremlin;

/// <summary>Who asks Gremlin. A class with nothing to print: its key is in no message and no log.</summary>
internal sealed class GremlinAccount
{
    public const string KeyVariable = "GREMLIN_API_KEY";
    public const string TokenVariable = "GREMLIN_BEARER_TOKEN";
    public const string TeamVariable = "GREMLIN_TEAM_ID";

    private readonly string _secret;

    private GremlinAccount(string scheme, string secret, string? team)
    {
        _secret = secret;
        Authorization = new AuthenticationHeaderValue(scheme, secret);
        Team = team;
    }

    public AuthenticationHeaderValue Authorization { get; }

    /// <summary>Null for the one team of the key.</summary>
    public string? Team { get; }

    /// <summary>Null when the environment has neither a key nor a token.</summary>
    public static GremlinAccount? From(IReadOnlyDictionary<string, string> environment)
    {
        var team = Variable(TeamVariable);
        if (Variable(KeyVariable) is { } key)
            return new GremlinAccount("Key", key, team);
        return Variable(TokenVariable) is { } token ? new GremlinAccount("Bearer", token, team) : null;

        string? Variable(string name) =>
            environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <summary>A text of somebody else's, without the key, should it be in there.</summary>
    public string Redact(string text) => text.Replace(_secret, "***", StringComparison.Ordinal);
}
