using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class PodStrategy : Strategy
{
    public override void Default(JsonObject obj)
    {
        var spec = obj.EnsureObject("spec");
        PodSpecDefaults.Apply(spec);
        spec.Default("enableServiceLinks", true);
        foreach (var container in PodSpecDefaults.Containers(spec))
        {
            var resources = container.EnsureObject("resources");
            foreach (var (name, limit) in resources.Object("limits") ?? [])
                resources.EnsureObject("requests").Default(name, limit.Text());
        }
        // Nobody probes at that time; the field is written as null, not left out.
        foreach (var condition in obj.Object("status")?.Items("conditions") ?? [])
            condition.TryAdd("lastProbeTime", null);
    }

    public override void PrepareForCreate(JsonObject obj)
    {
        var spec = obj.EnsureObject("spec");
        spec.Default("serviceAccountName", "default");
        spec["serviceAccount"] = spec.Text("serviceAccountName");
        spec.Default("priority", 0);
        spec.Default("preemptionPolicy", "PreemptLowerPriority");
        obj["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QosClass(spec) };
        if (spec.Items("schedulingGates").Any())
            obj.EnsureObject("status")["conditions"] = new JsonArray(Gated());
    }

    private static JsonObject Gated() =>
        new()
        {
            ["type"] = "PodScheduled",
            ["status"] = "False",
            ["reason"] = "SchedulingGated",
            ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
        };

    public override IEnumerable<FieldError> Validate(JsonObject obj) =>
        PodSpecValidation.Validate(obj.Object("spec"), "spec");

    public override IEnumerable<FieldError> ValidateCreate(JsonObject obj)
    {
        if (obj.Object("spec")?.Array("ephemeralContainers") is { Count: > 0 })
            yield return FieldError.Forbidden("spec.ephemeralContainers", "cannot be set on create");
    }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old, string subresource) =>
        subresource is "ephemeralcontainers" ? [.. Validate(obj), .. EphemeralContainers.ValidateUpdate(obj, old)] : [];

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        foreach (var gate in Gates(obj).Except(Gates(old), StringComparer.Ordinal))
            yield return FieldError.Forbidden(
                "spec.schedulingGates",
                $"only deletion is allowed, but found new scheduling gate '{gate}'"
            );
        var before = WithoutMutableFields(old.Object("spec") ?? []);
        var after = WithoutMutableFields(obj.Object("spec") ?? []);
        if (!JsonNode.DeepEquals(before, after))
        {
            yield return FieldError.Forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,"
                    + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions "
                    + "to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it "
                    + "was previously negative)"
            );
        }
    }

    private static IEnumerable<string?> Gates(JsonObject pod) =>
        (pod.Object("spec")?.Items("schedulingGates") ?? []).Select(gate => gate.Text("name"));

    private static JsonObject WithoutMutableFields(JsonObject spec)
    {
        var copy = (JsonObject)spec.DeepClone();
        copy.Remove("activeDeadlineSeconds");
        copy.Remove("tolerations");
        copy.Remove("schedulingGates");
        foreach (var container in copy.Items("initContainers").Concat(copy.Items("containers")))
            container.Remove("image");
        return copy;
    }

    /// <summary>By the rules of <c>GetPodQOS</c>: cpu and memory of every container but the ephemeral ones count.</summary>
    private static string QosClass(JsonObject spec)
    {
        var guaranteed = true;
        var bestEffort = true;
        foreach (var container in spec.Items("initContainers").Concat(spec.Items("containers")))
        {
            var requests = container.Object("resources")?.Object("requests");
            var limits = container.Object("resources")?.Object("limits");
            foreach (var resource in (string[])["cpu", "memory"])
            {
                var request = requests?.Text(resource);
                var limit = limits?.Text(resource);
                bestEffort &= request is null or "0" && limit is null or "0";
                guaranteed &= limit is not null && string.Equals(request, limit, StringComparison.Ordinal);
            }
        }
        return bestEffort ? "BestEffort"
            : guaranteed ? "Guaranteed"
            : "Burstable";
    }
}
