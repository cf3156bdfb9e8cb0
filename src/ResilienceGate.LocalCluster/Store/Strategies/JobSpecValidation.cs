using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>The mistakes in a Job's own fields (<c>pkg/apis/batch/validation</c>).</summary>
internal static class JobSpecValidation
{
    private const string PolicyPath = "spec.podFailurePolicy.rules";

    private static readonly string[] Numbers =
    [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
    ];

    public static IEnumerable<FieldError> Validate(JsonObject spec)
    {
        foreach (var field in Numbers.Where(field => spec.Number(field) < 0))
            yield return FieldError.Invalid(
                $"spec.{field}",
                spec[field]?.ToJsonString() ?? "",
                "must be greater than or equal to 0"
            );
        foreach (var error in Indexed(spec).Concat(PodFailurePolicy(spec)).Concat(RestartPolicy(spec)))
            yield return error;
        string[] replacements = spec["podFailurePolicy"] is null ? ["Failed", "TerminatingOrFailed"] : ["Failed"];
        if (spec.Text("podReplacementPolicy") is { } policy && !replacements.Contains(policy))
            yield return FieldError.NotSupported("spec.podReplacementPolicy", policy, replacements);
    }

    private static IEnumerable<FieldError> Indexed(JsonObject spec)
    {
        if (spec["maxFailedIndexes"] is not null && spec["backoffLimitPerIndex"] is null)
            yield return FieldError.Required("spec.backoffLimitPerIndex", "when maxFailedIndexes is specified");
        if (spec.Text("completionMode") is not (null or "Indexed" or "NonIndexed") and { } mode)
            yield return FieldError.NotSupported("spec.completionMode", mode, "Indexed", "NonIndexed");
        if (spec.Text("completionMode") is "Indexed")
        {
            if (spec["completions"] is null)
                yield return FieldError.Required("spec.completions", "when completion mode is Indexed");
            yield break;
        }
        foreach (var field in (string[])["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"])
        {
            if (spec[field] is { } value)
                yield return FieldError.Invalid(
                    $"spec.{field}",
                    value.ToJsonString(),
                    "requires indexed completion mode"
                );
        }
    }

    private static IEnumerable<FieldError> PodFailurePolicy(JsonObject spec)
    {
        var index = 0;
        foreach (var rule in spec.Object("podFailurePolicy")?.Items("rules") ?? [])
        {
            var path = $"{PolicyPath}[{index++}]";
            var action = rule.Text("action") ?? "";
            if (action is not ("Count" or "FailIndex" or "FailJob" or "Ignore"))
                yield return FieldError.NotSupported(
                    $"{path}.action",
                    action,
                    "Count",
                    "FailIndex",
                    "FailJob",
                    "Ignore"
                );
            else if (action is "FailIndex" && spec["backoffLimitPerIndex"] is null)
                yield return FieldError.Invalid(
                    $"{path}.action",
                    $"\"{action}\"",
                    "requires the backoffLimitPerIndex to be set"
                );
            foreach (var error in Causes(rule, path))
                yield return error;
        }
    }

    private static IEnumerable<FieldError> Causes(JsonObject rule, string path)
    {
        var codes = rule.Object("onExitCodes");
        var hasConditions = rule.Items("onPodConditions").Any();
        if (codes is not null && hasConditions)
            yield return new FieldError(
                path,
                "FieldValueInvalid",
                "Invalid value: specifying both OnExitCodes and OnPodConditions is not supported"
            );
        if (codes is null && !hasConditions)
            yield return new FieldError(
                path,
                "FieldValueInvalid",
                "Invalid value: specifying one of OnExitCodes and OnPodConditions is required"
            );
        if (codes is null)
            yield break;
        if (codes.Text("operator") is not ("In" or "NotIn"))
            yield return FieldError.NotSupported(
                $"{path}.onExitCodes.operator",
                codes.Text("operator") ?? "",
                "In",
                "NotIn"
            );
        if (codes.Array("values") is not { Count: > 0 } values)
            yield return FieldError.Invalid($"{path}.onExitCodes.values", "null", "at least one value is required");
        else if (codes.Text("operator") is "In" && values.Any(value => value?.ToJsonString() is "0"))
            yield return FieldError.Invalid(
                $"{path}.onExitCodes.values[{values.ToList().FindIndex(value => value?.ToJsonString() is "0")}]",
                "0",
                "must not be 0 for the In operator"
            );
    }

    private static IEnumerable<FieldError> RestartPolicy(JsonObject spec)
    {
        const string Path = "spec.template.spec.restartPolicy";
        var policy = spec.Object("template")?.Object("spec")?.Text("restartPolicy");
        if (policy is null or "Always")
            yield return FieldError.Required(Path, "valid values: \"OnFailure\", \"Never\"");
        else if (policy is not ("OnFailure" or "Never"))
            yield return FieldError.NotSupported(Path, policy, "OnFailure", "Never");
        else if (policy is "OnFailure" && spec["podFailurePolicy"] is not null)
            yield return FieldError.Invalid(
                Path,
                $"\"{policy}\"",
                "only \"Never\" is supported when podFailurePolicy is specified"
            );
    }
}
