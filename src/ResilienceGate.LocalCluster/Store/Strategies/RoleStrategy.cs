using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>Roles and ClusterRoles (<c>pkg/apis/rbac/validation</c>).</summary>
internal sealed class RoleStrategy(bool namespaced) : Strategy
{
    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var index = 0;
        foreach (var rule in obj.Items("rules"))
        {
            foreach (var error in ValidateRule(rule, $"rules[{index}]"))
                yield return error;
            index++;
        }
        if (!namespaced && obj.Object("aggregationRule") is { } aggregation)
        {
            foreach (var error in ValidateAggregation(aggregation))
                yield return error;
        }
    }

    private IEnumerable<FieldError> ValidateRule(JsonObject rule, string path)
    {
        if (IsEmpty(rule, "verbs"))
            yield return FieldError.Required($"{path}.verbs", "verbs must contain at least one value");
        if (!IsEmpty(rule, "nonResourceURLs"))
        {
            var urls = rule.Array("nonResourceURLs")?.ToJsonString() ?? "";
            if (namespaced)
                yield return FieldError.Invalid(
                    $"{path}.nonResourceURLs",
                    urls,
                    "namespaced rules cannot apply to non-resource URLs"
                );
            if (!IsEmpty(rule, "apiGroups") || !IsEmpty(rule, "resources") || !IsEmpty(rule, "resourceNames"))
                yield return FieldError.Invalid(
                    $"{path}.nonResourceURLs",
                    urls,
                    "rules cannot apply to both regular resources and non-resource URLs"
                );
            yield break;
        }
        if (IsEmpty(rule, "apiGroups"))
            yield return FieldError.Required($"{path}.apiGroups", "resource rules must supply at least one api group");
        if (IsEmpty(rule, "resources"))
            yield return FieldError.Required($"{path}.resources", "resource rules must supply at least one resource");
    }

    private static IEnumerable<FieldError> ValidateAggregation(JsonObject aggregation)
    {
        const string Selectors = "aggregationRule.clusterRoleSelectors";
        if (IsEmpty(aggregation, "clusterRoleSelectors"))
            yield return FieldError.Required(
                Selectors,
                "at least one clusterRoleSelector required if aggregationRule is non-nil"
            );
        var index = 0;
        foreach (var selector in aggregation.Items("clusterRoleSelectors"))
        {
            if (!IsValid(selector))
                yield return FieldError.Invalid(
                    $"{Selectors}[{index}]",
                    selector.ToJsonString(),
                    "invalid label selector."
                );
            index++;
        }
    }

    private static bool IsValid(JsonObject selector)
    {
        try
        {
            LabelSelector.Parse(selector);
            return true;
        }
        catch (StatusException)
        {
            return false;
        }
    }

    private static bool IsEmpty(JsonObject obj, string field) => obj.Array(field) is not { Count: > 0 };
}
