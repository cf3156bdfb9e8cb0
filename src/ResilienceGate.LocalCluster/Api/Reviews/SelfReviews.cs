using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reviews;

/// <summary>Answers what a user asks about itself: who am I, may I do this, what may I do.</summary>
internal static class SelfReviews
{
    public static async Task CreateAsync(HttpContext context, ResourceType type, User user)
    {
        var review = await RequestBody.ReadObjectAsync(context, type);
        var answer = (JsonObject)review.DeepClone();
        answer["kind"] = type.Kind;
        answer["apiVersion"] = type.ApiVersion;
        answer["status"] = Answer(type, user);
        await context.Response.WriteAsync(201, answer, context.RequestAborted);
    }

    private static JsonObject Answer(ResourceType type, User user)
    {
        if (type == ResourceTypes.SelfSubjectAccessReviews)
            return new JsonObject { ["allowed"] = user.IsAdministrator };
        if (type == ResourceTypes.SelfSubjectReviews)
        {
            var groups = new JsonArray([.. user.Groups.Select(g => (JsonNode)g)]);
            return new JsonObject
            {
                ["userInfo"] = new JsonObject { ["username"] = user.Name, ["groups"] = groups },
            };
        }
        var rules = new JsonObject
        {
            ["verbs"] = new JsonArray("*"),
            ["apiGroups"] = new JsonArray("*"),
            ["resources"] = new JsonArray("*"),
        };
        var paths = new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") };
        return new JsonObject
        {
            ["resourceRules"] = user.IsAdministrator ? new JsonArray(rules) : new JsonArray(),
            ["nonResourceRules"] = user.IsAdministrator ? new JsonArray(paths) : new JsonArray(),
            ["incomplete"] = false,
        };
    }
}
