using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs and disruption budgets.</summary>
internal static class WorkloadColumns
{
    private const string ReadyPods = "Number of the pod with ready state";

    public static IReadOnlyList<TableColumn> Deployments { get; } =
    [
        Cells.Name,
        Cells.Text("Ready", ReadyPods, ReadyOfDesired),
        Cells.Integer(
            "Up-to-date",
            "Total number of non-terminating pods that have the desired template spec.",
            o => Cells.Status(o, "updatedReplicas")
        ) with
        {
            Type = "string",
        },
        Cells.Integer(
            "Available",
            "Total number of available non-terminating pods.",
            o => Cells.Status(o, "availableReplicas")
        ) with
        {
            Type = "string",
        },
        Cells.Age,
        .. Cells.Template(),
    ];

    public static IReadOnlyList<TableColumn> ReplicaSets { get; } =
    [
        Cells.Name,
        Cells.Integer("Desired", "Replicas is the number of desired pods.", Desired),
        Cells.Integer(
            "Current",
            "Replicas is the most recently observed number of non-terminating pods.",
            o => Cells.Status(o, "replicas")
        ),
        Cells.Integer(
            "Ready",
            "The number of non-terminating pods with a Ready Condition.",
            o => Cells.Status(o, "readyReplicas")
        ),
        Cells.Age,
        .. Cells.Template(),
    ];

    public static IReadOnlyList<TableColumn> StatefulSets { get; } =
    [Cells.Name, Cells.Text("Ready", ReadyPods, ReadyOfDesired), Cells.Age, .. Cells.Template(selector: false)];

    public static IReadOnlyList<TableColumn> DaemonSets { get; } =
    [
        Cells.Name,
        Cells.Integer(
            "Desired",
            "The total number of nodes that should be running the daemon pod.",
            o => Cells.Status(o, "desiredNumberScheduled")
        ),
        Cells.Integer(
            "Current",
            "The number of nodes that are running at least 1 daemon pod.",
            o => Cells.Status(o, "currentNumberScheduled")
        ),
        Cells.Integer(
            "Ready",
            "The number of nodes with a daemon pod that is ready.",
            o => Cells.Status(o, "numberReady")
        ),
        Cells.Integer(
            "Up-to-date",
            "The total number of nodes that are running updated daemon pod.",
            o => Cells.Status(o, "updatedNumberScheduled")
        ),
        Cells.Integer(
            "Available",
            "The number of nodes with an available daemon pod.",
            o => Cells.Status(o, "numberAvailable")
        ),
        Cells.Text(
            "Node Selector",
            "Selector which must match a node's labels for the pod to be scheduled on that node.",
            NodeSelector
        ),
        Cells.Age,
        .. Cells.Template(),
    ];

    public static IReadOnlyList<TableColumn> ControllerRevisions { get; } =
    [
        Cells.Name,
        Cells.Text("Controller", "Controller of the object", ControllerOf),
        Cells.Integer(
            "Revision",
            "revision indicates the revision of the state represented by Data.",
            o => o.Number("revision")
        ) with
        {
            Type = "string",
        },
        Cells.Age,
    ];

    public static IReadOnlyList<TableColumn> Jobs { get; } =
    [
        Cells.Name,
        Cells.Text("Status", "Status of the job.", JobStatus),
        Cells.Text("Completions", "The number of pods which reached phase Succeeded.", Completions),
        new("Duration", "string", 0, "Time required to complete the job.", (o, now) => JobDuration(o, now)),
        Cells.Age,
        .. Cells.Template(),
    ];

    public static IReadOnlyList<TableColumn> PodDisruptionBudgets { get; } =
    [
        Cells.Name,
        Cells.Text(
            "Min Available",
            "The minimum number of pods that must be available.",
            o => Cells.Scalar(o.Object("spec")?["minAvailable"]) ?? "N/A"
        ),
        Cells.Text(
            "Max Unavailable",
            "The maximum number of pods that may be unavailable.",
            o => Cells.Scalar(o.Object("spec")?["maxUnavailable"]) ?? "N/A"
        ),
        Cells.Integer(
            "Allowed Disruptions",
            "Calculated number of pods that may be disrupted at this time.",
            o => Cells.Status(o, "disruptionsAllowed")
        ),
        Cells.Age,
    ];

    private static long? Desired(JsonObject obj) => obj.Object("spec")?.Number("replicas");

    private static string ReadyOfDesired(JsonObject obj) => $"{Cells.Status(obj, "readyReplicas")}/{Desired(obj) ?? 0}";

    private static string NodeSelector(JsonObject obj) =>
        Cells.Labels(obj.Object("spec")?.Object("template")?.Object("spec")?.Object("nodeSelector"));

    private static string ControllerOf(JsonObject revision)
    {
        var owner = revision.Metadata.Items("ownerReferences").FirstOrDefault(o => o.Flag("controller") is true);
        if (owner is null)
            return Cells.None;
        var group = (owner.Text("apiVersion") ?? "").Split('/') is [var name, _] ? $".{name}" : "";
        return $"{owner.Text("kind")?.ToLowerInvariant()}{group}/{owner.Text("name")}";
    }

    private static string JobStatus(JsonObject job)
    {
        HashSet<string?> met =
        [
            .. (job.Object("status")?.Items("conditions") ?? [])
                .Where(c => c.Text("status") is "True")
                .Select(c => c.Text("type")),
        ];
        return met.Contains("Complete") ? "Complete"
            : met.Contains("Failed") ? "Failed"
            : job.Metadata.ContainsKey("deletionTimestamp") ? "Terminating"
            : met.Contains("Suspended") ? "Suspended"
            : met.Contains("FailureTarget") ? "FailureTarget"
            : met.Contains("SuccessCriteriaMet") ? "SuccessCriteriaMet"
            : "Running";
    }

    private static string Completions(JsonObject job)
    {
        var succeeded = Cells.Status(job, "succeeded");
        if (job.Object("spec")?.Number("completions") is { } completions)
            return $"{succeeded}/{completions}";
        var parallelism = job.Object("spec")?.Number("parallelism") ?? 0;
        return parallelism > 1 ? $"{succeeded}/1 of {parallelism}" : $"{succeeded}/1";
    }

    private static string JobDuration(JsonObject job, DateTimeOffset now)
    {
        if (job.Object("status")?.Text("startTime") is not { } start)
            return "";
        var end = job.Object("status")?.Text("completionTime") is { } completed ? Timestamps.Parse(completed) : now;
        return Cells.Duration(end - Timestamps.Parse(start));
    }
}
