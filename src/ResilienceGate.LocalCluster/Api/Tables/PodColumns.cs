using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

internal static class PodColumns
{
    public static IReadOnlyList<TableColumn> All { get; } =
    [
        Cells.Name,
        Cells.Text(
            "Ready",
            "The aggregate readiness state of this pod for accepting traffic.",
            p => PodSummary.Of(p).Ready
        ),
        Cells.Text("Status", "The aggregate status of the containers in this pod.", p => PodSummary.Of(p).Reason),
        new(
            "Restarts",
            "string",
            0,
            "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.",
            (p, now) => Restarts(PodSummary.Of(p), now)
        ),
        Cells.Age,
        Cells.Wide("IP", "podIP address allocated to the pod.", p => Or(p.Object("status")?.Text("podIP"))),
        Cells.Wide(
            "Node",
            "NodeName indicates in which node this pod is scheduled.",
            p => Or(p.Object("spec")?.Text("nodeName"))
        ),
        Cells.Wide(
            "Nominated Node",
            "nominatedNodeName is set only when this pod preempts other pods on the node.",
            p => Or(p.Object("status")?.Text("nominatedNodeName"))
        ),
        Cells.Wide(
            "Readiness Gates",
            "If specified, all readiness gates will be evaluated for pod readiness.",
            ReadinessGates
        ),
    ];

    private static string Restarts(PodSummary summary, DateTimeOffset now) =>
        summary.Restarts > 0 && summary.LastRestart is { } last
            ? $"{summary.Restarts} ({Cells.Duration(now - last)} ago)"
            : $"{summary.Restarts}";

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? Cells.None : text;

    private static string ReadinessGates(JsonObject pod)
    {
        List<string?> gates =
        [
            .. (pod.Object("spec")?.Items("readinessGates") ?? []).Select(g => g.Text("conditionType")),
        ];
        if (gates.Count == 0)
            return Cells.None;
        var conditions = pod.Object("status")?.Items("conditions") ?? [];
        var met = conditions.Count(c =>
            c.Text("status") is "True" && gates.Contains(c.Text("type"), StringComparer.Ordinal)
        );
        return $"{met}/{gates.Count}";
    }
}
