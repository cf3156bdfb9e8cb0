using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store.Schemas;
using ResilienceGate.LocalCluster.Store.Strategies;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Makes of what a client sends what the server stores: identity, defaults, validation, generation.</summary>
internal sealed class Admission(TimeProvider clock)
{
    /// <summary>What only the server sets; clients send it back unread.</summary>
    private static readonly string[] SystemFields =
    [
        "name",
        "namespace",
        "uid",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "generation",
        "resourceVersion",
        "generateName",
        "selfLink",
    ];

    /// <returns>A copy, ready to be stored but for its resourceVersion.</returns>
    public JsonObject PrepareForCreate(ResourceType type, string? ns, JsonObject obj)
    {
        var draft = Draft(type, obj);
        var metadata = draft.EnsureObject("metadata");
        foreach (
            var field in (string[])
                ["deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion", "selfLink", "generation"]
        )
            metadata.Remove(field);
        if (ns is not null)
            metadata["namespace"] = ns;
        if (string.IsNullOrEmpty(metadata.Text("name")) && metadata.Text("generateName") is { Length: > 0 } prefix)
            metadata["name"] = ObjectNames.Generate(prefix);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Timestamps.Format(clock.GetUtcNow());
        if (type.HasGeneration)
            metadata["generation"] = 1;

        var strategy = Strategy.For(type);
        strategy.Default(draft);
        strategy.PrepareForCreate(draft);
        ThrowIfAny(
            type,
            draft,
            [.. ObjectNames.Validate(type, draft), .. strategy.Validate(draft), .. strategy.ValidateCreate(draft)]
        );
        return draft;
    }

    /// <returns>A copy that equals the current state when the update changes nothing.</returns>
    public static JsonObject PrepareForUpdate(
        ResourceType type,
        StoredObject current,
        JsonObject obj,
        string? subresource
    )
    {
        var strategy = Strategy.For(type);
        var draft = Combine(current, Draft(type, obj), subresource);
        KeepSystemFields(draft, current.Json);
        strategy.Default(draft);
        strategy.PrepareForUpdate(draft, current.Json);
        List<FieldError> errors = [.. ObjectNames.ValidateFinalizers(draft, current.Json)];
        // Of a custom resource the status too is the definition's.
        if (subresource is null || type.CustomSchema is not null)
            errors.AddRange([.. strategy.Validate(draft), .. strategy.ValidateUpdate(draft, current.Json)]);
        else
            errors.AddRange(strategy.ValidateUpdate(draft, current.Json, subresource));
        ThrowIfAny(type, draft, errors);
        // To be given a node is not what the pod's owner wanted anew.
        if (type.HasGeneration && subresource is not "binding" && !SameIntent(draft, current.Json))
            draft.EnsureObject("metadata")["generation"] = (current.Json.Metadata.Number("generation") ?? 0) + 1;
        return draft;
    }

    private static JsonObject Draft(ResourceType type, JsonObject obj)
    {
        var draft = (JsonObject)obj.DeepClone();
        draft["apiVersion"] = obj.Text("apiVersion") ?? type.ApiVersion;
        draft["kind"] = type.Kind;
        Normalizer.Normalize(type, draft);
        return draft;
    }

    /// <summary>Each subresource writes its own part; the main resource writes all but the status.</summary>
    private static JsonObject Combine(StoredObject current, JsonObject draft, string? subresource)
    {
        switch (subresource)
        {
            case "status":
                return With(current.Json, "status", draft["status"]);
            case "finalize":
                return With(current.Json, "spec", With(current.Json, draft, "finalizers"));
            case "ephemeralcontainers":
                return With(current.Json, "spec", With(current.Json, draft, "ephemeralContainers"));
            case null when current.Type.HasStatus:
                return With(draft, "status", current.Json["status"]);
            default:
                return draft;
        }
    }

    /// <summary>The spec with one field of another.</summary>
    private static JsonObject With(JsonObject obj, JsonObject other, string field) =>
        With(obj.Object("spec") ?? [], field, other.Object("spec")?[field]);

    private static JsonObject With(JsonObject obj, string name, JsonNode? value)
    {
        var copy = (JsonObject)obj.DeepClone();
        if (value is null)
            copy.Remove(name);
        else
            copy[name] = value.DeepClone();
        return copy;
    }

    private static void KeepSystemFields(JsonObject draft, JsonObject current)
    {
        var metadata = draft.EnsureObject("metadata");
        foreach (var field in SystemFields)
        {
            if (current.Metadata[field] is { } value)
                metadata[field] = value.DeepClone();
            else
                metadata.Remove(field);
        }
    }

    private static bool SameIntent(JsonObject left, JsonObject right) =>
        left.Select(p => p.Key)
            .Union(right.Select(p => p.Key), StringComparer.Ordinal)
            .Where(name => name is not ("metadata" or "status"))
            .All(name => JsonNode.DeepEquals(left[name], right[name]));

    private static void ThrowIfAny(ResourceType type, JsonObject draft, List<FieldError> errors)
    {
        if (errors.Count > 0)
            throw StatusException.Invalid(type, draft.Metadata.Text("name") ?? "", errors);
    }
}
