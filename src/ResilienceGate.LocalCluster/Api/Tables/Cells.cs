using System.Globalization;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>Cells that many kinds have, after <c>pkg/printers/internalversion/printers.go</c>.</summary>
internal static class Cells
{
    public const string None = "<none>";

    public const string Unknown = "<unknown>";

    public static TableColumn Name { get; } =
        new("Name", "string", 0, "Name must be unique within a namespace.", (o, _) => o.Metadata.Text("name"))
        {
            Format = "name",
        };

    public static TableColumn Age { get; } =
        new(
            "Age",
            "string",
            0,
            "CreationTimestamp is the server time when this object was created.",
            (o, now) => Since(o.Metadata.Text("creationTimestamp"), now)
        );

    public static TableColumn Text(string name, string description, Func<JsonObject, string?> cell) =>
        new(name, "string", 0, description, (o, _) => cell(o) ?? "");

    public static TableColumn Integer(string name, string description, Func<JsonObject, long?> cell) =>
        new(name, "integer", 0, description, (o, _) => cell(o) ?? 0);

    public static TableColumn Wide(string name, string description, Func<JsonObject, string?> cell) =>
        new(name, "string", 1, description, (o, _) => cell(o) ?? "");

    /// <summary>Containers, images and, where the kind has one, the selector of a workload.</summary>
    public static IEnumerable<TableColumn> Template(bool selector = true)
    {
        yield return Wide("Containers", "Names of each container in the template.", o => Containers(o, "name"));
        yield return Wide(
            "Images",
            "Images referenced by each container in the template.",
            o => Containers(o, "image")
        );
        if (selector)
            yield return Wide("Selector", "Label selector for pods.", Selector);
    }

    public static long Status(JsonObject obj, string field) => obj.Object("status")?.Number(field) ?? 0;

    /// <summary>The time since then in Kubernetes' short form, e.g. <c>5m30s</c>.</summary>
    public static string Since(string? timestamp, DateTimeOffset now) =>
        timestamp is null ? Unknown : Duration(now - Timestamps.Parse(timestamp));

    /// <summary>After <c>duration.HumanDuration</c>: two to three significant figures.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)time.TotalSeconds;
        if (seconds < -1)
            return "<invalid>";
        if (seconds < 0)
            return "0s";
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds switch
        {
            < 120 => $"{seconds}s",
            < 600 => Parts(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => Parts(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => $"{hours}h",
            < 8 * 86400 => Parts(days, "d", hours % 24, "h"),
            < 2 * 365 * 86400 => $"{days}d",
            < 8 * 365L * 86400 => Parts(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    public static string Labels(JsonObject? labels) =>
        labels is not { Count: > 0 }
            ? None
            : string.Join(
                ',',
                labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value.Text()}")
            );

    /// <summary>A number or a text, as it stands.</summary>
    public static string? Scalar(JsonNode? node) =>
        node is null ? null
        : node.Text() is { Length: > 0 } text ? text
        : node.ToJsonString();

    private static string Selector(JsonObject obj) =>
        obj.Object("spec")?.Object("selector") is { Count: > 0 } selector
            ? LabelSelector.Parse(selector).ToString()
            : None;

    private static string Containers(JsonObject obj, string field)
    {
        var containers = obj.Object("spec")?.Object("template")?.Object("spec")?.Items("containers") ?? [];
        return string.Join(',', containers.Select(c => c.Text(field)));
    }

    private static string Parts(long large, string largeUnit, long small, string smallUnit) =>
        small == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}")
            : string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}{small}{smallUnit}");
}
