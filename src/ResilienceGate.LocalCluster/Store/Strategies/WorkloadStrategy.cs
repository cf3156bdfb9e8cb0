using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>What kinds with a selector and a pod template have in common.</summary>
internal abstract class WorkloadStrategy : Strategy
{
    public override void Default(JsonObject obj)
    {
        var spec = obj.EnsureObject("spec");
        DefaultSpec(spec);
        PodSpecDefaults.Apply(spec.EnsureObject("template").EnsureObject("spec"));
    }

    public override void PrepareForCreate(JsonObject obj) => obj["status"] = new JsonObject();

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var spec = obj.Object("spec") ?? [];
        if (spec.Number("replicas") is < 0)
            yield return FieldError.Invalid(
                "spec.replicas",
                spec["replicas"]?.ToJsonString() ?? "",
                "must be greater than or equal to 0"
            );
        var template = spec.Object("template") ?? [];
        if (spec.Object("selector") is not { } selector)
            yield return FieldError.Required("spec.selector");
        else if (selector.Count == 0)
            yield return FieldError.Invalid("spec.selector", "{}", "empty selector is invalid for deployment");
        else if (!LabelSelector.Parse(selector).Matches(template.Metadata.Object("labels")))
        {
            var labels = template.Metadata.Object("labels")?.ToJsonString() ?? "{}";
            yield return FieldError.Invalid(
                "spec.template.metadata.labels",
                labels,
                "`selector` does not match template `labels`"
            );
        }
        foreach (var error in PodSpecValidation.Validate(template.Object("spec"), "spec.template.spec"))
            yield return error;
        if (template.Object("spec")?.Text("restartPolicy") is { } policy and not "Always")
            yield return FieldError.NotSupported("spec.template.spec.restartPolicy", policy, "Always");
    }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old) =>
        Immutable(obj, old, "selector");

    protected abstract void DefaultSpec(JsonObject spec);
}
