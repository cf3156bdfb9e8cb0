using System.Text.Json.Nodes;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Api.Patching;

/// <summary>
/// Server-side apply: a manager says what it wants, the server remembers which fields that is
/// (<c>metadata.managedFields</c>), takes away what the manager no longer wants, and refuses to override another's.
/// </summary>
/// <remarks>Only those who apply own fields here; other writes are not recorded.</remarks>
internal sealed class ServerSideApply(TimeProvider clock)
{
    /// <summary>What identifies an object is nobody's field.</summary>
    private static readonly string[] IdentityFields =
    [
        "name",
        "namespace",
        "uid",
        "creationTimestamp",
        "resourceVersion",
        "generation",
        "managedFields",
    ];

    public JsonObject Create(ResourceType type, JsonObject applied, string manager, string name)
    {
        var draft = Canonical(type, applied);
        var metadata = draft.EnsureObject("metadata");
        metadata["name"] = name;
        metadata["managedFields"] = new JsonArray(Entry(type, manager, OwnedBy(type, draft), subresource: null));
        return draft;
    }

    /// <exception cref="StatusException">Conflict when another manager applied another value to a field.</exception>
    public JsonObject Apply(
        ResourceType type,
        JsonObject live,
        JsonObject applied,
        string manager,
        bool force,
        string? subresource
    )
    {
        var wanted = Canonical(type, applied);
        var wantedFields = OwnedBy(type, wanted);
        List<JsonObject> entries = [.. live.Metadata.Items("managedFields").Select(e => (JsonObject)e.DeepClone())];
        var own = entries.Find(e => IsOf(e, manager, subresource));
        var others = entries.Where(e => e != own).ToList();
        Settle(type, live, wanted, wantedFields, others, force);

        var merged = type.Schema is { } schema
            ? StrategicMergePatch.Apply(schema, live, wanted)
            : MergePatch.Apply(live, wanted) as JsonObject ?? [];
        var dropped = others.Select(Fields).Aggregate(FieldSet.Except(Fields(own), wantedFields), FieldSet.Except);
        FieldSet.Remove(merged, dropped);

        var entry =
            JsonNode.DeepEquals(Fields(own), wantedFields) && own is not null
                ? own
                : Entry(type, manager, wantedFields, subresource);
        merged.EnsureObject("metadata")["managedFields"] = new JsonArray([
            .. others.Where(o => Fields(o).Count > 0),
            entry,
        ]);
        return merged;
    }

    private static JsonObject Canonical(ResourceType type, JsonObject applied)
    {
        var copy = (JsonObject)applied.DeepClone();
        if (type.Schema is { } schema)
            Normalizer.Normalize(schema, copy);
        return copy;
    }

    private static JsonObject OwnedBy(ResourceType type, JsonObject wanted)
    {
        var owned = (JsonObject)wanted.DeepClone();
        owned.Remove("apiVersion");
        owned.Remove("kind");
        foreach (var field in IdentityFields)
            owned.Object("metadata")?.Remove(field);
        if (owned.Object("metadata") is { Count: 0 })
            owned.Remove("metadata");
        return FieldSet.Of(type.Schema, owned);
    }

    private static void Settle(
        ResourceType type,
        JsonObject live,
        JsonObject wanted,
        JsonObject wantedFields,
        List<JsonObject> others,
        bool force
    )
    {
        List<V1StatusCause> conflicts = [];
        foreach (var other in others)
        {
            var contested = FieldSet
                .CommonLeaves(wantedFields, Fields(other))
                .Where(p => !JsonNode.DeepEquals(FieldSet.Find(wanted, p), FieldSet.Find(live, p)))
                .ToList();
            foreach (var path in contested)
            {
                var message = $"conflict with \"{other.Text("manager")}\" using {other.Text("apiVersion")}";
                conflicts.Add(
                    new()
                    {
                        Reason = "FieldManagerConflict",
                        Message = message,
                        Field = FieldSet.Describe(path),
                    }
                );
                if (force)
                    FieldSet.RemovePath(Fields(other), path);
            }
        }
        if (conflicts.Count == 0 || force)
            return;
        var plural = conflicts.Count == 1 ? "conflict" : "conflicts";
        var list = string.Join("\n", conflicts.Select(c => $"{c.Message}: {c.Field}"));
        var refusal = StatusException.Conflict(type, live.Metadata.Text("name") ?? "");
        refusal.Status.Message = $"Apply failed with {conflicts.Count} {plural}: {list}";
        refusal.Status.Details.Causes = conflicts;
        throw refusal;
    }

    private static bool IsOf(JsonObject entry, string manager, string? subresource) =>
        entry.Text("operation") is "Apply"
        && string.Equals(entry.Text("manager"), manager, StringComparison.Ordinal)
        && string.Equals(entry.Text("subresource"), subresource, StringComparison.Ordinal);

    private static JsonObject Fields(JsonObject? entry) => entry?.Object("fieldsV1") ?? [];

    private JsonObject Entry(ResourceType type, string manager, JsonObject fields, string? subresource)
    {
        var entry = new JsonObject
        {
            ["manager"] = manager,
            ["operation"] = "Apply",
            ["apiVersion"] = type.ApiVersion,
            ["time"] = Timestamps.Format(clock.GetUtcNow()),
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = fields,
        };
        if (subresource is not null)
            entry["subresource"] = subresource;
        return entry;
    }
}
