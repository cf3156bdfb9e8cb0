using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security;

/// <summary>Finds out who sends a request, by the client certificate.</summary>
internal sealed class Authenticator
{
    /// <exception cref="StatusException">Unauthorized for a bearer token: none is issued.</exception>
    public static User Authenticate(HttpContext context)
    {
        // Kestrel lets only certificates through that the cluster's authority signed.
        if (context.Connection.ClientCertificate is { } certificate)
            return FromCertificate(certificate);
        if (context.Request.Headers.Authorization.Count > 0)
            throw StatusException.Unauthorized();
        return User.Anonymous;
    }

    private static User FromCertificate(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().ToList();
        return User.Authenticated(Values(parts, "2.5.4.3").FirstOrDefault() ?? "", Values(parts, "2.5.4.10"));
    }

    private static IEnumerable<string> Values(IEnumerable<X500RelativeDistinguishedName> parts, string oid) =>
        parts
            .Where(p => string.Equals(p.GetSingleElementType().Value, oid, StringComparison.Ordinal))
            .Select(p => p.GetSingleElementValue())
            .OfType<string>();
}
