using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>What may be asked of ephemeral containers, and how they may change (<c>pkg/apis/core/validation</c>).</summary>
internal static class EphemeralContainers
{
    private const string CannotBeSet = "cannot be set for an Ephemeral Container";

    /// <summary>What a service would need, which a container to look at things is not.</summary>
    private static readonly string[] ForbiddenFields =
    [
        "ports",
        "resources",
        "resizePolicy",
        "restartPolicy",
        "restartPolicyRules",
        "livenessProbe",
        "readinessProbe",
        "startupProbe",
        "lifecycle",
    ];

    private static readonly string[] ForbiddenMountFields = ["subPath", "subPathExpr"];

    public static IEnumerable<FieldError> Validate(JsonObject spec, string path)
    {
        var targets = spec.Items("containers")
            .Concat(spec.Items("initContainers"))
            .Select(c => c.Text("name") ?? "")
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (index, container) in spec.Items("ephemeralContainers").Index())
        {
            var item = $"{path}[{index}]";
            if (container.Text("targetContainerName") is { Length: > 0 } target && !targets.Contains(target))
                yield return FieldError.NotFound($"{item}.targetContainerName", target);
            foreach (var field in ForbiddenFields.Where(f => IsSet(container[f])))
                yield return FieldError.Forbidden($"{item}.{field}", CannotBeSet);
            foreach (var (mountIndex, mount) in container.Items("volumeMounts").Index())
            {
                foreach (var field in ForbiddenMountFields.Where(f => mount.Text(f) is { Length: > 0 }))
                    yield return FieldError.Forbidden($"{item}.volumeMounts[{mountIndex}].{field}", CannotBeSet);
            }
        }
    }

    /// <summary>They can be added, and nothing else.</summary>
    public static IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        const string Path = "spec.ephemeralContainers";
        var now = ByName(obj);
        foreach (var (name, before) in ByName(old))
        {
            var subject = $"existing ephemeral containers \"{name}\" may not be";
            if (!now.TryGetValue(name, out var after))
                yield return FieldError.Forbidden(Path, $"{subject} removed\n");
            else if (!JsonNode.DeepEquals(before, after))
                yield return FieldError.Forbidden(Path, $"{subject} changed\n");
        }
    }

    private static bool IsSet(JsonNode? value) =>
        value is not (null or JsonObject { Count: 0 } or JsonArray { Count: 0 });

    private static Dictionary<string, JsonObject> ByName(JsonObject pod)
    {
        var containers = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var container in pod.Object("spec")?.Items("ephemeralContainers") ?? [])
            containers[container.Text("name") ?? ""] = container;
        return containers;
    }
}
