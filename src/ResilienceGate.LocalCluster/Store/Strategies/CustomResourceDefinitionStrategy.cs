using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>A definition is accepted and served as soon as it is stored, so it says so at once.</summary>
internal sealed class CustomResourceDefinitionStrategy : Strategy
{
    public override void Default(JsonObject obj)
    {
        var spec = obj.EnsureObject("spec");
        var names = spec.EnsureObject("names");
        var kind = names.Text("kind") ?? "";
        names.Default("listKind", kind + "List");
        names.Default("singular", kind.ToLowerInvariant());
        spec.EnsureObject("conversion").Default("strategy", "None");
    }

    public override void PrepareForCreate(JsonObject obj)
    {
        obj.EnsureObject("metadata")["finalizers"] = new JsonArray(CustomResourceFinalizer.Name);
        var spec = obj.EnsureObject("spec");
        var since = obj.Metadata.Text("creationTimestamp");
        var storage = spec.Items("versions").Where(v => v.Flag("storage") is true).Select(v => v["name"]?.DeepClone());
        obj["status"] = new JsonObject
        {
            ["acceptedNames"] = spec["names"]?.DeepClone(),
            ["conditions"] = new JsonArray(
                Condition("NamesAccepted", "NoConflicts", "no conflicts found", since),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", since)
            ),
            ["storedVersions"] = new JsonArray([.. storage]),
        };
    }

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var spec = obj.Object("spec") ?? [];
        var expected = $"{spec.Object("names")?.Text("plural")}.{spec.Text("group")}";
        if (!string.Equals(obj.Metadata.Text("name"), expected, StringComparison.Ordinal))
        {
            var name = $"\"{obj.Metadata.Text("name")}\"";
            yield return FieldError.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
        if (spec.Text("scope") is not ("Namespaced" or "Cluster"))
            yield return FieldError.NotSupported("spec.scope", spec.Text("scope") ?? "", "Cluster", "Namespaced");
        if (spec.Items("versions").Count(v => v.Flag("storage") is true) != 1)
        {
            var versions = spec["versions"]?.ToJsonString() ?? "null";
            yield return FieldError.Invalid(
                "spec.versions",
                versions,
                "must have exactly one version marked as storage version"
            );
        }
    }

    private static JsonObject Condition(string type, string reason, string message, string? since) =>
        new()
        {
            ["type"] = type,
            ["status"] = "True",
            ["reason"] = reason,
            ["message"] = message,
            ["lastTransitionTime"] = since,
        };
}
