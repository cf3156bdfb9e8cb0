using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>
/// What may change in the template of a Job: where its pods run and what they are given, while it is suspended
/// (<c>validatePodTemplateUpdate</c> in <c>pkg/apis/batch/validation</c>).
/// </summary>
internal static class JobTemplate
{
    private static readonly string[] Placement = ["nodeSelector", "tolerations", "schedulingGates"];

    public static bool MayBecome(JsonObject job, JsonObject old) =>
        IsAtRest(old)
            ? JsonNode.DeepEquals(Sealed(job), Sealed(old))
            : JsonNode.DeepEquals(job.Object("spec")?["template"], old.Object("spec")?["template"]);

    /// <summary>The controller takes the start off a Job once it is suspended.</summary>
    private static bool IsAtRest(JsonObject job) =>
        job.Object("spec")?.Flag("suspend") is true && job.Object("status")?["startTime"] is null;

    private static JsonObject Sealed(JsonObject job)
    {
        var template = (JsonObject)(job.Object("spec")?.Object("template") ?? []).DeepClone();
        var metadata = template.EnsureObject("metadata");
        metadata.Remove("labels");
        metadata.Remove("annotations");
        var spec = template.EnsureObject("spec");
        foreach (var field in Placement)
            spec.Remove(field);
        var affinity = spec.EnsureObject("affinity");
        affinity.Remove("nodeAffinity");
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
            container.Remove("resources");
        return template;
    }
}
