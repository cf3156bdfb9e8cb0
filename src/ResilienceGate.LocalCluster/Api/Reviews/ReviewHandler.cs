using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reviews;

/// <summary>Answers the questions about identities and rights: who am I, who is that, may I, may they.</summary>
internal sealed class ReviewHandler(Authorizer authorizer, ServiceAccountTokens tokens, TimeProvider clock)
{
    private readonly AccessReviews _access = new(authorizer);

    public async Task CreateAsync(HttpContext context, ResourceType type, string? ns)
    {
        var review = await RequestBody.ReadObjectAsync(context, type);
        var answer = await AnswerAsync(context, type, ns, review);
        answer["kind"] = type.Kind;
        answer["apiVersion"] = type.ApiVersion;
        answer.EnsureObject("metadata");
        await context.Response.WriteAsync(201, answer, context.RequestAborted);
    }

    private async Task<JsonObject> AnswerAsync(HttpContext context, ResourceType type, string? ns, JsonObject review)
    {
        if (type == ReviewTypes.SelfSubjectReviews)
            return UserInfo.Review(context.Requester, clock.GetUtcNow());
        if (type == ReviewTypes.TokenReviews)
            return await ReviewTokenAsync(review);
        if (type == ReviewTypes.SelfSubjectRulesReviews)
            return RulesReview.Of(review, authorizer, context.Requester);
        return _access.Of(type, ns, review, context.Requester);
    }

    private async Task<JsonObject> ReviewTokenAsync(JsonObject review)
    {
        var spec = review.Object("spec") ?? [];
        if (spec.Text("token") is not { Length: > 0 } token)
            throw StatusException.BadRequest("token is required for TokenReview in authentication");
        var audiences = (spec.Array("audiences") ?? []).Select(audience => audience.Text()).ToList();
        var verdict = await tokens.AuthenticateAsync(
            token,
            audiences.Count > 0 ? audiences : ServiceAccountTokens.ApiAudiences
        );
        review["status"] = verdict.User is { } user
            ? new JsonObject
            {
                ["authenticated"] = true,
                ["user"] = UserInfo.Of(user),
                ["audiences"] = new JsonArray([.. verdict.Audiences.Select(a => (JsonNode)a)]),
            }
            : new JsonObject { ["user"] = new JsonObject(), ["error"] = verdict.Error };
        return review;
    }
}
