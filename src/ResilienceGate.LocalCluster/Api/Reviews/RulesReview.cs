using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reviews;

/// <summary>A SelfSubjectRulesReview: all that the user may do in a namespace.</summary>
internal static class RulesReview
{
    public static JsonObject Of(JsonObject review, Authorizer authorizer, User user)
    {
        if (review.Object("spec")?.Text("namespace") is not { Length: > 0 } ns)
            throw StatusException.BadRequest("no namespace on request");
        var (rules, error) = authorizer.RulesFor(user, ns);
        var status = new JsonObject
        {
            ["resourceRules"] = List(
                rules.Where(rule => rule.Resources.Count > 0),
                rule =>
                    [
                        ("verbs", rule.Verbs),
                        ("apiGroups", rule.ApiGroups),
                        ("resources", rule.Resources),
                        ("resourceNames", rule.ResourceNames),
                    ]
            ),
            ["nonResourceRules"] = List(
                rules.Where(rule => rule.NonResourceUrls.Count > 0),
                rule => [("verbs", rule.Verbs), ("nonResourceURLs", rule.NonResourceUrls)]
            ),
            ["incomplete"] = false,
        };
        if (error.Length > 0)
            status["evaluationError"] = error;
        // The question is not repeated, as by a real server.
        return new JsonObject { ["spec"] = new JsonObject(), ["status"] = status };
    }

    private static JsonArray List(
        IEnumerable<PolicyRule> rules,
        Func<PolicyRule, IEnumerable<(string Name, IReadOnlyList<string> Values)>> fields
    ) =>
        new([
            .. rules.Select(rule =>
                (JsonNode)
                    new JsonObject(
                        fields(rule)
                            .Where(field => field.Values.Count > 0)
                            .Select(field =>
                                KeyValuePair.Create(
                                    field.Name,
                                    (JsonNode?)new JsonArray([.. field.Values.Select(value => (JsonNode)value)])
                                )
                            )
                    )
            ),
        ]);
}
