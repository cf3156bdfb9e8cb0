using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store.Strategies;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>A definition is served as soon as it is stored, unless its names are taken.</summary>
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
        obj["status"] = new JsonObject { ["storedVersions"] = new JsonArray() };
        RememberStorage(obj);
    }

    public override void PrepareForUpdate(JsonObject obj, JsonObject old) => RememberStorage(obj);

    public override IEnumerable<FieldError> Validate(JsonObject obj) =>
        CustomResourceDefinitionValidation.Validate(obj);

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        var errors = Immutable(obj, old, "group", "scope").ToList();
        foreach (var field in (string[])["plural", "kind"])
        {
            var value = obj.Object("spec")?.Object("names")?.Text(field);
            if (value != old.Object("spec")?.Object("names")?.Text(field))
                errors.Add(FieldError.Invalid($"spec.names.{field}", $"\"{value}\"", "field is immutable"));
        }
        return errors;
    }

    /// <summary>Every version that was ever stored may still have objects.</summary>
    private static void RememberStorage(JsonObject definition)
    {
        var versions = definition.Object("spec")?.Items("versions") ?? [];
        var storage = versions.FirstOrDefault(v => v.Flag("storage") is true)?.Text("name");
        var stored = definition.EnsureObject("status").Array("storedVersions")?.Select(v => v.Text()).ToList() ?? [];
        if (storage is not null && !stored.Contains(storage))
            definition.EnsureObject("status")["storedVersions"] = new JsonArray([
                .. stored.Append(storage).Select(v => (JsonNode)v),
            ]);
    }
}
