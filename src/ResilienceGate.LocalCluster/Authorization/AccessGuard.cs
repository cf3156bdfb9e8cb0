using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>Refuses in the words of a real server what the authorizer does not allow.</summary>
/// <remarks>Messages follow <c>k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go</c>.</remarks>
internal sealed class AccessGuard(Authorizer authorizer)
{
    /// <exception cref="StatusException">Forbidden.</exception>
    public void Require(User user, Access access)
    {
        if (authorizer.Authorize(user, access) is { Allowed: false, Reason: var reason })
            throw Refusal(user, access, reason);
    }

    public static StatusException Refusal(User user, Access access, string reason)
    {
        var cause = Sanitize(
            $"User \"{user.Name}\" cannot {access.Verb} "
                + access switch
                {
                    Access.ToResource { Namespace: { } ns } to => $"{Describe(to)} in the namespace \"{ns}\"",
                    Access.ToResource to => $"{Describe(to)} at the cluster scope",
                    Access.ToPath to => $"path \"{to.Path}\"",
                    _ => "do that",
                }
        );
        if (reason.Length > 0)
            cause = $"{cause}: {reason}";
        return access is Access.ToResource resource
            ? StatusException.Forbidden(resource.Group, resource.Resource, resource.Name ?? "", cause)
            : StatusException.ForbiddenPath(cause);
    }

    private static string Describe(Access.ToResource to) =>
        $"resource \"{to.FullResource}\" in API group \"{to.Group}\"";

    /// <summary>What a client put into the path must not come back as HTML.</summary>
    private static string Sanitize(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
