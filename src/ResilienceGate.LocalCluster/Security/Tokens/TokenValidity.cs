using Microsoft.IdentityModel.JsonWebTokens;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security.Tokens;

/// <summary>Whether a token that the cluster signed still holds: by the clock, and by the objects it is bound to.</summary>
internal sealed class TokenValidity(ObjectStore store, TimeProvider clock)
{
    /// <summary>Clocks differ, and what was deleted just now may be in use for a moment.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    private const string Invalidated = "service account token has been invalidated";

    /// <returns>Why it does not hold; null when it does.</returns>
    public string? Error(JsonWebToken token, PrivateClaims claims)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (now > token.ValidTo + Leeway)
            return "service account token has expired";
        if (now < token.ValidFrom - Leeway)
            return "service account token is not valid yet";
        return AccountError(claims)
            ?? BoundError(ResourceTypes.Secrets, claims.Namespace, claims.Secret)
            ?? BoundError(ResourceTypes.Pods, claims.Namespace, claims.Pod)
            // The node of a pod is only told; the pod decides.
            ?? (claims.Pod is null ? BoundError(ResourceTypes.Nodes, ns: null, claims.Node) : null);
    }

    private string? AccountError(PrivateClaims claims)
    {
        var (ns, name) = (claims.Namespace, claims.ServiceAccount.Name);
        if (store.Find(ResourceTypes.ServiceAccounts, ns, name) is not { } account)
            return $"serviceaccounts \"{name}\" not found";
        if (!string.Equals(account.Uid, claims.ServiceAccount.Uid, StringComparison.Ordinal))
            return $"service account UID ({account.Uid}) does not match claim ({claims.ServiceAccount.Uid})";
        return IsGone(account) ? $"service account {ns}/{name} has been deleted" : null;
    }

    private string? BoundError(ResourceType type, string? ns, PrivateClaims.Reference? reference)
    {
        if (reference is null)
            return null;
        if (store.Find(type, ns, reference.Name) is not { } bound || IsGone(bound))
            return Invalidated;
        return string.Equals(bound.Uid, reference.Uid, StringComparison.Ordinal)
            ? null
            : $"{type.Kind} UID ({bound.Uid}) does not match service account {type.Singular} ref claim ({reference.Uid})";
    }

    private bool IsGone(StoredObject obj) =>
        obj.Json.Metadata.Text("deletionTimestamp") is { } deleted
        && Timestamps.Parse(deleted) < clock.GetUtcNow() - Leeway;
}
