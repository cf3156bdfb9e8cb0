using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class JobStrategy : Strategy
{
    private const string UidLabel = "batch.kubernetes.io/controller-uid";
    private const string NameLabel = "batch.kubernetes.io/job-name";

    public override void Default(JsonObject obj)
    {
        var spec = obj.EnsureObject("spec");
        if (spec["completions"] is null && spec["parallelism"] is null)
            spec["completions"] = 1;
        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", spec["backoffLimitPerIndex"] is null ? 6 : int.MaxValue);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("manualSelector", false);
        spec.Default("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        spec.Default("suspend", false);
        var rules = spec.Object("podFailurePolicy")?.Items("rules") ?? [];
        foreach (var pattern in rules.SelectMany(rule => rule.Items("onPodConditions")))
            pattern.Default("status", "True");
        var template = spec.EnsureObject("template");
        PodSpecDefaults.Apply(template.EnsureObject("spec"));
        if (template.Metadata.Object("labels") is { } labels && obj.Metadata.Object("labels") is not { Count: > 0 })
            obj.EnsureObject("metadata")["labels"] = labels.DeepClone();
    }

    /// <summary>A job selects its pods by its own uid, unless it says that it knows better.</summary>
    public override void PrepareForCreate(JsonObject obj)
    {
        obj["status"] = new JsonObject();
        var spec = obj.EnsureObject("spec");
        if (spec.Flag("manualSelector") is true)
            return;
        var uid = obj.Metadata.Text("uid");
        var name = obj.Metadata.Text("name");
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { [UidLabel] = uid } };
        var labels = spec.EnsureObject("template").EnsureObject("metadata").EnsureObject("labels");
        labels[UidLabel] = uid;
        labels[NameLabel] = name;
        // The names of the time before labels had a prefix.
        labels["controller-uid"] = uid;
        labels["job-name"] = name;
    }

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var spec = obj.Object("spec") ?? [];
        var podSpec = spec.Object("template")?.Object("spec");
        foreach (var error in PodSpecValidation.Validate(podSpec, "spec.template.spec"))
            yield return error;
        foreach (var error in JobSpecValidation.Validate(spec))
            yield return error;
    }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        var errors = Immutable(
            obj,
            old,
            "selector",
            "completionMode",
            "podFailurePolicy",
            "backoffLimitPerIndex",
            "managedBy",
            "successPolicy"
        );
        if (!IsElastic(obj) || !IsElastic(old))
            errors = errors.Concat(Immutable(obj, old, "completions"));
        return JobTemplate.MayBecome(obj, old) ? errors : errors.Concat(Immutable(obj, old, "template"));
    }

    /// <summary>An Indexed Job may grow and shrink while it has as many completions as parallel pods.</summary>
    private static bool IsElastic(JsonObject job) =>
        job.Object("spec") is { } spec
        && spec.Text("completionMode") is "Indexed"
        && spec.Number("completions") == spec.Number("parallelism");
}
