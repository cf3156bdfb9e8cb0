using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>The mistakes in a definition itself (<c>pkg/apis/apiextensions/validation</c>).</summary>
internal static partial class CustomResourceDefinitionValidation
{
    private const string ApprovalKey = "api-approved.kubernetes.io";

    public static IEnumerable<FieldError> Validate(JsonObject definition)
    {
        var spec = definition.Object("spec") ?? [];
        foreach (var error in Names(definition, spec).Concat(Approval(definition, spec)))
            yield return error;
        if (spec.Text("scope") is not ("Namespaced" or "Cluster"))
            yield return FieldError.NotSupported("spec.scope", spec.Text("scope") ?? "", "Cluster", "Namespaced");
        var versions = spec.Items("versions").ToList();
        if (versions.Count is 0)
        {
            yield return FieldError.Required("spec.versions");
            yield break;
        }
        if (versions.Count(v => v.Flag("storage") is true) != 1)
            yield return FieldError.Invalid(
                "spec.versions",
                spec["versions"]?.ToJsonString() ?? "null",
                "must have exactly one version marked as storage version"
            );
        for (var i = 0; i < versions.Count; i++)
        {
            foreach (var error in Version(versions, i))
                yield return error;
        }
    }

    private static IEnumerable<FieldError> Names(JsonObject definition, JsonObject spec)
    {
        var names = spec.Object("names") ?? [];
        foreach (var field in (string[])["plural", "singular", "kind", "listKind"])
        {
            if (string.IsNullOrEmpty(names.Text(field)))
                yield return FieldError.Required($"spec.names.{field}");
        }
        var group = spec.Text("group") ?? "";
        if (group.Length == 0)
            yield return FieldError.Required("spec.group");
        else if (!group.Contains('.', StringComparison.Ordinal))
            yield return FieldError.Invalid("spec.group", $"\"{group}\"", "should be a domain with at least one dot");
        if (definition.Metadata.Text("name") != $"{names.Text("plural")}.{spec.Text("group")}")
            yield return FieldError.Invalid(
                "metadata.name",
                $"\"{definition.Metadata.Text("name")}\"",
                "must be spec.names.plural+\".\"+spec.group"
            );
    }

    /// <summary>The groups of Kubernetes itself need its leave.</summary>
    private static IEnumerable<FieldError> Approval(JsonObject definition, JsonObject spec)
    {
        var group = spec.Text("group") ?? "";
        var isProtected = ProtectedGroup().IsMatch(group);
        if (isProtected && definition.Metadata.Object("annotations")?.Text(ApprovalKey) is null)
            yield return FieldError.Required(
                $"metadata.annotations[{ApprovalKey}]",
                $"protected groups must have approval annotation \"{ApprovalKey}\", see "
                    + "https://github.com/kubernetes/enhancements/pull/1111"
            );
    }

    private static IEnumerable<FieldError> Version(List<JsonObject> versions, int index)
    {
        var path = $"spec.versions[{index}]";
        var version = versions[index];
        if (string.IsNullOrEmpty(version.Text("name")))
            yield return FieldError.Required($"{path}.name");
        else if (versions.FindIndex(v => v.Text("name") == version.Text("name")) < index)
            yield return FieldError.Invalid(
                $"{path}.name",
                $"\"{version.Text("name")}\"",
                "must contain unique version names"
            );
        if (version.Object("schema")?.Object("openAPIV3Schema") is not { } schema)
        {
            yield return FieldError.Required($"{path}.schema.openAPIV3Schema", "schemas are required");
            yield break;
        }
        // A schema that all versions share is thought of as that of the whole definition.
        var isShared = versions.TrueForAll(v => JsonNode.DeepEquals(v["schema"], version["schema"]));
        if (isShared && index > 0)
            yield break;
        var at = isShared ? "spec.validation.openAPIV3Schema" : $"{path}.schema.openAPIV3Schema";
        foreach (var error in StructuralSchema.Validate(schema, at))
            yield return error;
    }

    [GeneratedRegex(@"(^|\.)(k8s|kubernetes)\.io$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProtectedGroup();
}
