using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security.Tokens;

/// <summary>The claims of a service account's token.</summary>
/// <remarks>After <c>pkg/serviceaccount/claims.go</c>.</remarks>
internal static class TokenClaims
{
    /// <summary>The claim that holds all that is Kubernetes' own.</summary>
    public const string Private = "kubernetes.io";

    /// <summary>
    /// The lifetime that the volumes of pods ask for by default. A real server then gives a year, for programs that read
    /// the token but once, and only takes note when one older than this is used.
    /// </summary>
    private static readonly TimeSpan WarnAfter = TimeSpan.FromSeconds(3607);

    private static readonly TimeSpan Extended = TimeSpan.FromDays(365);

    public static JsonObject Of(BoundToken token, string issuer, DateTimeOffset now)
    {
        var account = token.ServiceAccount;
        var own = new JsonObject { ["namespace"] = account.Namespace, ["serviceaccount"] = Reference(account) };
        if (token.Object is { } bound)
            own[bound.Type.Singular] = Reference(bound);
        if (token.PodNode is { } node)
        {
            var reference = own.EnsureObject("node");
            reference["name"] = node.Name;
            if (node.Uid is not null)
                reference["uid"] = node.Uid;
        }
        var lifetime = token.Lifetime;
        if (token.Object?.Type == ResourceTypes.Pods && lifetime == WarnAfter && IsForApi(token))
        {
            own["warnafter"] = (now + lifetime).ToUnixTimeSeconds();
            lifetime = Extended;
        }
        return new JsonObject
        {
            ["aud"] = new JsonArray([.. token.Audiences.Select(audience => (JsonNode)audience)]),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            [Private] = own,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = new ServiceAccountName(account.Namespace ?? "", account.Name).Username,
        };
    }

    private static bool IsForApi(BoundToken token) =>
        token.Audiences.All(audience => ServiceAccountTokens.ApiAudiences.Contains(audience, StringComparer.Ordinal));

    private static JsonObject Reference(StoredObject obj) => new() { ["name"] = obj.Name, ["uid"] = obj.Uid };
}
