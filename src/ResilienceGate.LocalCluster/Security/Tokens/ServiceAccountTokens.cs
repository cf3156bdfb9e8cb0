using System.Collections.Immutable;
using System.Text.Json;
using k8s.Models;
using Microsoft.IdentityModel.JsonWebTokens;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security.Tokens;

/// <summary>Issues the tokens of service accounts and tells whom a token proves.</summary>
/// <remarks>After <c>pkg/serviceaccount/{jwt,claims}.go</c>.</remarks>
internal sealed class ServiceAccountTokens(ObjectStore store, TimeProvider clock) : IDisposable
{
    private const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private readonly TokenSigner _signer = new();

    /// <summary>Whom a token is for unless it is asked for somebody else: this API.</summary>
    public static IReadOnlyList<string> ApiAudiences { get; } = [Issuer];

    public string Issue(BoundToken token) => _signer.Sign(TokenClaims.Of(token, Issuer, clock.GetUtcNow()));

    /// <summary>A token of the pod's service account that ends with the pod.</summary>
    /// <param name="pod">Whose.</param>
    /// <param name="audience">Null: the API.</param>
    /// <param name="lifetime">How long it is to hold.</param>
    /// <exception cref="StatusException">NotFound for the pod or its service account.</exception>
    public string IssueForPod(V1Pod pod, string? audience, TimeSpan lifetime)
    {
        var ns = pod.Metadata.NamespaceProperty;
        return Issue(
            new BoundToken
            {
                ServiceAccount = Find(ResourceTypes.ServiceAccounts, ns, pod.Spec.ServiceAccountName ?? ""),
                Audiences = string.IsNullOrEmpty(audience) ? ApiAudiences : [audience],
                Lifetime = lifetime,
                Object = Find(ResourceTypes.Pods, ns, pod.Metadata.Name),
                PodNode = NodeOf(pod.Spec.NodeName),
            }
        );
    }

    /// <summary>How a token names the node of a pod; null for a pod that has none yet.</summary>
    public (string Name, string? Uid)? NodeOf(string? node) =>
        string.IsNullOrEmpty(node) ? null : (node, store.Find(ResourceTypes.Nodes, ns: null, node)?.Uid);

    public async Task<TokenVerdict> AuthenticateAsync(string token, IReadOnlyList<string> audiences)
    {
        if (TokenSigner.Read(token) is not { Issuer: Issuer } read)
            return TokenVerdict.Foreign;
        if (!await _signer.SignedAsync(read))
            return TokenVerdict.Refused("invalid signature");
        List<string> meant = [.. read.Audiences.Intersect(audiences, StringComparer.Ordinal)];
        if (meant.Count == 0)
            return TokenVerdict.Refused(
                $"token audiences {Quote(read.Audiences)} is invalid for the target audiences {Quote(audiences)}"
            );
        var claims = read.GetPayloadValue<JsonElement>(TokenClaims.Private).Deserialize<PrivateClaims>();
        if (claims is null)
            return TokenVerdict.Foreign;
        return new TokenValidity(store, clock).Error(read, claims) is { } error
            ? TokenVerdict.Refused(error)
            : new TokenVerdict(Bearer(read, claims), meant, Error: "");
    }

    public void Dispose() => _signer.Dispose();

    private static User Bearer(JsonWebToken token, PrivateClaims claims)
    {
        var account = new ServiceAccountName(claims.Namespace, claims.ServiceAccount.Name);
        var extra = ImmutableSortedDictionary.CreateBuilder<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        extra[User.CredentialKey] = [$"JTI={token.Id}"];
        Add("pod", claims.Pod);
        Add("node", claims.Node);
        return User.Authenticated(account.Username, account.Groups) with
        {
            Uid = claims.ServiceAccount.Uid ?? "",
            Extra = extra.ToImmutable(),
        };

        void Add(string kind, PrivateClaims.Reference? reference)
        {
            if (reference is null)
                return;
            extra[$"authentication.kubernetes.io/{kind}-name"] = [reference.Name];
            if (reference.Uid is not null)
                extra[$"authentication.kubernetes.io/{kind}-uid"] = [reference.Uid];
        }
    }

    private StoredObject Find(ResourceType type, string ns, string name) =>
        store.Find(type, ns, name) ?? throw StatusException.NotFound(type, name);

    private static string Quote(IEnumerable<string> values) =>
        $"[{string.Join(' ', values.Select(value => $"\"{value}\""))}]";
}
