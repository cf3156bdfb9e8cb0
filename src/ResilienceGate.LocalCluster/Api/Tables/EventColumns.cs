using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

internal static class EventColumns
{
    public static IReadOnlyList<TableColumn> All { get; } =
    [
        new(
            "Last Seen",
            "string",
            0,
            "The time at which the most recent occurrence of this event was recorded.",
            (o, now) => LastSeen(o, now)
        ),
        Cells.Text(
            "Type",
            "Type of this event (Normal, Warning), new types could be added in the future.",
            o => o.Text("type")
        ),
        Cells.Text("Reason", "This should be a short, machine understandable string.", o => o.Text("reason")),
        Cells.Text("Object", "The object that this event is about.", Target),
        Cells.Wide(
            "Subobject",
            "The part of the object that this event is about.",
            o => o.Object("involvedObject")?.Text("fieldPath")
        ),
        Cells.Wide("Source", "The component reporting this event.", Source),
        Cells.Text(
            "Message",
            "A human-readable description of the status of this operation.",
            o => o.Text("message")?.Trim()
        ),
        new(
            "First Seen",
            "string",
            1,
            "The time at which the event was first recorded.",
            (o, now) => FirstSeen(o, now)
        ),
        new(
            "Count",
            "string",
            1,
            "The number of times this event has occurred.",
            (o, _) => o.Object("series")?.Number("count") ?? o.Number("count") ?? 1
        ),
        Cells.Name with
        {
            Priority = 1,
        },
    ];

    private static string FirstSeen(JsonObject obj, DateTimeOffset now) =>
        Cells.Since(obj.Text("firstTimestamp") ?? obj.Text("eventTime"), now);

    private static string LastSeen(JsonObject obj, DateTimeOffset now) =>
        (obj.Object("series")?.Text("lastObservedTime") ?? obj.Text("lastTimestamp")) is { } last
            ? Cells.Since(last, now)
            : FirstSeen(obj, now);

    private static string Target(JsonObject obj)
    {
        var target = obj.Object("involvedObject") ?? [];
        var kind = target.Text("kind")?.ToLowerInvariant();
        return target.Text("name") is { Length: > 0 } name ? $"{kind}/{name}" : kind ?? "";
    }

    private static string Source(JsonObject obj)
    {
        var component = obj.Object("source")?.Text("component") ?? obj.Text("reportingComponent");
        var host = obj.Object("source")?.Text("host") ?? obj.Text("reportingInstance");
        return string.IsNullOrEmpty(host) ? component ?? "" : $"{component}, {host}";
    }
}
