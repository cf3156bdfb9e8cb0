using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.ServiceAccounts;

/// <summary>Answers <c>serviceaccounts/token</c>: a token of the account, for an audience and a while.</summary>
/// <remarks>After <c>pkg/registry/core/serviceaccount/storage/token.go</c>.</remarks>
internal sealed class TokenSubresource(ObjectStore store, ServiceAccountTokens tokens, TimeProvider clock)
{
    private const long DefaultSeconds = 60 * 60;
    private const long ShortestSeconds = 10 * 60;
    private const long LongestSeconds = 1L << 32;

    private static readonly ResourceType Kind = new(
        "authentication.k8s.io",
        "v1",
        "TokenRequest",
        "tokenrequests",
        Namespaced: true
    )
    {
        Model = typeof(Authenticationv1TokenRequest),
    };

    public async Task CreateAsync(HttpContext context, RequestInfo info, string name)
    {
        var request = await RequestBody.ReadObjectAsync(context, Kind);
        CheckIsFor(request, "name", name, name);
        CheckIsFor(request, "namespace", info.Namespace ?? "", name);
        var account =
            store.Find(ResourceTypes.ServiceAccounts, info.Namespace, name)
            ?? throw StatusException.NotFound(ResourceTypes.ServiceAccounts, name);
        var spec = request.EnsureObject("spec");
        if (spec.Array("audiences") is not { Count: > 0 })
            spec["audiences"] = new JsonArray([.. ServiceAccountTokens.ApiAudiences.Select(a => (JsonNode)a)]);
        spec.Default("expirationSeconds", DefaultSeconds);
        var lifetime = Lifetime(spec);

        // Before the token is made, so that it never ends before what is said here.
        var now = clock.GetUtcNow();
        var token = tokens.Issue(Bind(spec, account, lifetime));
        request["kind"] = Kind.Kind;
        request["apiVersion"] = Kind.ApiVersion;
        request["metadata"] = new JsonObject
        {
            ["name"] = account.Name,
            ["namespace"] = account.Namespace,
            ["uid"] = account.Uid,
            ["creationTimestamp"] = Timestamps.Format(now),
        };
        request["status"] = new JsonObject
        {
            ["token"] = token,
            ["expirationTimestamp"] = Timestamps.Format(now + lifetime),
        };
        await context.Response.WriteAsync(201, request, context.RequestAborted);
    }

    private BoundToken Bind(JsonObject spec, StoredObject account, TimeSpan lifetime)
    {
        var token = new BoundToken
        {
            ServiceAccount = account,
            Audiences = [.. (spec.Array("audiences") ?? []).Select(audience => audience.Text())],
            Lifetime = lifetime,
        };
        if (spec.Object("boundObjectRef") is not { } reference)
            return token;
        var bound = Find(reference, account);
        var podNode = bound.Type == ResourceTypes.Pods ? bound.Json.Object("spec")?.Text("nodeName") : null;
        return token with { Object = bound, PodNode = tokens.NodeOf(podNode) };
    }

    private StoredObject Find(JsonObject reference, StoredObject account)
    {
        var (kind, version, name) = (
            reference.Text("kind"),
            reference.Text("apiVersion"),
            reference.Text("name") ?? ""
        );
        var type = (version, kind) switch
        {
            ("v1", "Pod") => ResourceTypes.Pods,
            ("v1", "Node") => ResourceTypes.Nodes,
            ("v1", "Secret") => ResourceTypes.Secrets,
            _ => throw StatusException.BadRequest(
                $"cannot bind token to object of type {(version?.Contains('/') is true ? version : $"/{version}")}, Kind={kind}"
            ),
        };
        var bound =
            store.Find(type, type.Namespaced ? account.Namespace : null, name)
            ?? throw StatusException.NotFound(type, name);
        if (type == ResourceTypes.Pods && bound.Json.Object("spec")?.Text("serviceAccountName") != account.Name)
            throw StatusException.BadRequest(
                $"cannot bind token for serviceaccount \"{account.Name}\" to pod running with different serviceaccount name."
            );
        if (reference.Text("uid") is { Length: > 0 } uid && uid != bound.Uid)
            throw StatusException.Conflict(
                type,
                name,
                $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated"
            );
        return bound;
    }

    private static TimeSpan Lifetime(JsonObject spec)
    {
        var seconds = spec.Number("expirationSeconds") ?? DefaultSeconds;
        var mistake =
            seconds < ShortestSeconds ? "may not specify a duration less than 10 minutes"
            : seconds > LongestSeconds ? "may not specify a duration larger than 2^32 seconds"
            : null;
        return mistake is null
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid("", "spec.expirationSeconds", $"{seconds}", mistake);
    }

    private static void CheckIsFor(JsonObject request, string field, string expected, string name)
    {
        if (request.Metadata.Text(field) is { Length: > 0 } given && given != expected)
            throw Invalid(
                name,
                $"metadata.{field}",
                $"\"{given}\"",
                $"must match the service account {field} if specified"
            );
    }

    private static StatusException Invalid(string name, string field, string value, string why) =>
        StatusException.Invalid(Kind, name, [FieldError.Invalid(field, value, why)]);
}
