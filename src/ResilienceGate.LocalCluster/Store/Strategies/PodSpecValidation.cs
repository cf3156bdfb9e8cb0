using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>The mistakes in a pod's spec that people make (<c>pkg/apis/core/validation</c>).</summary>
internal static class PodSpecValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject? spec, string path)
    {
        if (spec?.Array("containers") is not { Count: > 0 })
        {
            yield return FieldError.Required($"{path}.containers");
            yield break;
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        var volumes = spec.Items("volumes").Select(v => v.Text("name") ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var list in (string[])["initContainers", "containers", "ephemeralContainers"])
        {
            foreach (var (index, container) in spec.Items(list).Index())
            {
                foreach (var error in ValidateContainer(container, $"{path}.{list}[{index}]", names, volumes))
                    yield return error;
            }
        }
        foreach (var error in EphemeralContainers.Validate(spec, $"{path}.ephemeralContainers"))
            yield return error;
        foreach (var error in SpreadConstraints(spec, path))
            yield return error;
        if (spec.Text("restartPolicy") is { } policy && policy is not ("Always" or "OnFailure" or "Never"))
            yield return FieldError.NotSupported($"{path}.restartPolicy", policy, "Always", "OnFailure", "Never");
    }

    private static IEnumerable<FieldError> SpreadConstraints(JsonObject spec, string path)
    {
        foreach (var (index, constraint) in spec.Items("topologySpreadConstraints").Index())
        {
            var field = $"{path}.topologySpreadConstraints[{index}]";
            if (constraint.Number("maxSkew") is not > 0)
                yield return FieldError.Invalid(
                    $"{field}.maxSkew",
                    constraint["maxSkew"]?.ToJsonString() ?? "0",
                    "must be greater than zero"
                );
            if (string.IsNullOrEmpty(constraint.Text("topologyKey")))
                yield return FieldError.Required($"{field}.topologyKey", "can not be empty");
            if (constraint.Text("whenUnsatisfiable") is not ("DoNotSchedule" or "ScheduleAnyway"))
                yield return FieldError.NotSupported(
                    $"{field}.whenUnsatisfiable",
                    constraint.Text("whenUnsatisfiable") ?? "",
                    "DoNotSchedule",
                    "ScheduleAnyway"
                );
        }
    }

    private static IEnumerable<FieldError> ValidateContainer(
        JsonObject container,
        string path,
        HashSet<string> names,
        HashSet<string> volumes
    )
    {
        var name = container.Text("name") ?? "";
        if (name.Length == 0)
            yield return FieldError.Required($"{path}.name");
        else if (!ObjectNames.IsLabel(name))
            yield return FieldError.Invalid($"{path}.name", $"\"{name}\"", ObjectNames.NoLabel);
        else if (!names.Add(name))
            yield return FieldError.Duplicate($"{path}.name", $"\"{name}\"");
        if (string.IsNullOrEmpty(container.Text("image")))
            yield return FieldError.Required($"{path}.image");
        foreach (var (index, port) in container.Items("ports").Index())
        {
            if (port.Number("containerPort") is not (> 0 and < 65536))
            {
                var value = port["containerPort"]?.ToJsonString() ?? "0";
                yield return FieldError.Invalid(
                    $"{path}.ports[{index}].containerPort",
                    value,
                    "must be between 1 and 65535, inclusive"
                );
            }
        }
        foreach (var (index, mount) in container.Items("volumeMounts").Index())
        {
            if (mount.Text("name") is { } volume && !volumes.Contains(volume))
                yield return FieldError.NotFound($"{path}.volumeMounts[{index}].name", volume);
        }
    }
}
