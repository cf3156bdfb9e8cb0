using System.Text.Json.Nodes;
using ResilienceGate.Clusters;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>A Chaos Mesh object as the cluster has it.</summary>
internal sealed class ChaosObject(string kind, JsonObject json)
{
    /// <summary>Chaos Mesh's own words for an object that is to be let go although it was not recovered.</summary>
    public const string ForcedAnnotation = "chaos-mesh.chaos-mesh.org/cleanFinalizer";

    public const string Forced = "forced";

    private const string Finalizer = "chaos-mesh/records";

    public ChaosReference Reference { get; } =
        new(kind, Text(json, "metadata", "namespace") ?? "", Text(json, "metadata", "name") ?? "");

    /// <summary>The run that made it; null when none of ours did.</summary>
    public string? Run =>
        Text(json, "metadata", "labels", Labels.ManagedBy) == Labels.Product
            ? Text(json, "metadata", "labels", Labels.Run)
            : null;

    public bool IsDeleted => Text(json, "metadata", "deletionTimestamp") is not null;

    /// <summary>It cannot go before it is recovered: nobody has taken Chaos Mesh's finalizer from it.</summary>
    public bool IsHeld =>
        (At(json, "metadata", "finalizers") as JsonArray ?? []).Any(f => f?.GetValue<string>() == Finalizer);

    public bool IsForced => Text(json, "metadata", "annotations", ForcedAnnotation) == Forced;

    public JsonObject Spec => json["spec"] as JsonObject ?? [];

    public IReadOnlyList<ChaosRecord> Records =>
        [
            .. (At(json, "status", "experiment", "containerRecords") as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(Record),
        ];

    /// <summary>Chaos Mesh has looked for what to hit, and found something; null when it has not looked yet.</summary>
    public bool? HasSelected => Condition("Selected");

    /// <summary>Every record was injected, and there is one.</summary>
    public bool IsInjected =>
        Condition("AllInjected") is true && Records is { Count: > 0 } all && all.All(r => r.Injected >= 1);

    /// <summary>Every record was injected and recovered again, and there is one.</summary>
    public bool IsRecovered => Records is { Count: > 0 } all && all.All(r => r.IsRecovered);

    /// <summary>Why Chaos Mesh does not get on, in its own words; null when it says nothing.</summary>
    public string? Trouble =>
        Records.Select(r => r.Failure).OfType<string>().FirstOrDefault()
        ?? (HasSelected is false ? "it selected nothing" : null);

    /// <summary>It has an effect, or will have one.</summary>
    public bool IsActive => !IsRecovered && !(ChaosKind.Of(kind).IsOneShot(Spec) && IsInjected);

    private bool? Condition(string type) =>
        (At(json, "status", "conditions") as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(c => Text(c, "type") == type)
            .Select(c => (bool?)(Text(c, "status") == "True"))
            .FirstOrDefault();

    private static ChaosRecord Record(JsonObject record) =>
        new(Text(record, "id") ?? "", Count(record, "injectedCount"), Count(record, "recoveredCount"), Failure(record));

    private static string? Failure(JsonObject record) =>
        (record["events"] as JsonArray ?? []).OfType<JsonObject>().LastOrDefault() is { } last
        && Text(last, "type") == "Failed"
            ? Text(last, "message") ?? $"{Text(last, "operation")} failed"
            : null;

    private static int Count(JsonObject record, string key) => record[key]?.GetValue<int>() ?? 0;

    private static string? Text(JsonObject from, params ReadOnlySpan<string> path) =>
        At(from, path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonNode? At(JsonNode? from, params ReadOnlySpan<string> path) =>
        path.IsEmpty ? from : At((from as JsonObject)?[path[0]], path[1..]);
}
