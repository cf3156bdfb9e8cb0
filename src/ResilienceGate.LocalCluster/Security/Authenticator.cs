using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security;

/// <summary>Finds out who sends a request, by the client certificate or else by the bearer token.</summary>
internal sealed class Authenticator(ServiceAccountTokens tokens)
{
    /// <summary>A connection keeps its certificate, and so does its user.</summary>
    private readonly ConditionalWeakTable<X509Certificate2, User> _users = [];

    /// <exception cref="StatusException">Unauthorized for a token that proves nothing.</exception>
    public async Task<User> AuthenticateAsync(HttpContext context)
    {
        // Kestrel lets only certificates through that the cluster's authority signed.
        if (
            context.Connection.ClientCertificate is { } certificate
            && _users.GetValue(certificate, FromCertificate) is { Name.Length: > 0 } user
        )
            return user;
        if (BearerToken(context.Request) is not { } token)
            return User.Anonymous;
        var verdict = await tokens.AuthenticateAsync(token, ServiceAccountTokens.ApiAudiences);
        return verdict.User ?? throw StatusException.Unauthorized();
    }

    private static string? BearerToken(HttpRequest request) =>
        request.Headers.Authorization.ToString().Trim().Split(' ', 3) is [var scheme, { Length: > 0 } token, ..]
        && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? token
            : null;

    private static User FromCertificate(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().ToList();
        var credential = $"X509SHA256={Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span))}";
        return User.Authenticated(Values(parts, "2.5.4.3").FirstOrDefault() ?? "", Values(parts, "2.5.4.10")) with
        {
            Extra = ImmutableSortedDictionary<string, IReadOnlyList<string>>.Empty.Add(
                User.CredentialKey,
                [credential]
            ),
        };
    }

    private static IEnumerable<string> Values(IEnumerable<X500RelativeDistinguishedName> parts, string oid) =>
        parts
            .Where(p => string.Equals(p.GetSingleElementType().Value, oid, StringComparison.Ordinal))
            .Select(p => p.GetSingleElementValue())
            .OfType<string>();
}
