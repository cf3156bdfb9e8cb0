using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>Nodes, namespaces, events, and what holds configuration.</summary>
internal static class ClusterColumns
{
    private const string RoleLabelPrefix = "node-role.kubernetes.io/";

    public static IReadOnlyList<TableColumn> Nodes { get; } =
    [
        Cells.Name,
        Cells.Text("Status", "The status of the node", NodeStatus),
        Cells.Text("Roles", "The roles of the node", NodeRoles),
        Cells.Age,
        Cells.Text("Version", "Kubelet Version reported by the node.", o => NodeInfo(o, "kubeletVersion")),
        Cells.Wide("Internal-IP", "List of addresses reachable to the node.", o => NodeAddress(o, "InternalIP")),
        Cells.Wide("External-IP", "List of addresses reachable to the node.", o => NodeAddress(o, "ExternalIP")),
        Cells.Wide("OS-Image", "OS Image reported by the node.", o => NodeInfo(o, "osImage") ?? Cells.Unknown),
        Cells.Wide("Kernel-Version", "Kernel Version reported by the node.", NodeKernel),
        Cells.Wide(
            "Container-Runtime",
            "ContainerRuntime Version reported by the node.",
            o => NodeInfo(o, "containerRuntimeVersion") ?? Cells.Unknown
        ),
    ];

    public static IReadOnlyList<TableColumn> Namespaces { get; } =
    [
        Cells.Name,
        Cells.Text("Status", "The status of the namespace", o => o.Object("status")?.Text("phase")),
        Cells.Age,
    ];

    public static IReadOnlyList<TableColumn> ConfigMaps { get; } =
    [
        Cells.Name,
        Cells.Integer(
            "Data",
            "Data contains the configuration data.",
            o => Count(o, "data") + Count(o, "binaryData")
        ) with
        {
            Type = "string",
        },
        Cells.Age,
    ];

    public static IReadOnlyList<TableColumn> Secrets { get; } =
    [
        Cells.Name,
        Cells.Text("Type", "Used to facilitate programmatic handling of secret data.", o => o.Text("type")),
        Cells.Integer("Data", "Data contains the secret data.", o => Count(o, "data")) with
        {
            Type = "string",
        },
        Cells.Age,
    ];

    public static IReadOnlyList<TableColumn> Leases { get; } =
    [
        Cells.Name,
        Cells.Text(
            "Holder",
            "holderIdentity contains the identity of the holder of a current lease.",
            o => o.Object("spec")?.Text("holderIdentity")
        ),
        Cells.Age,
    ];

    public static IReadOnlyList<TableColumn> PriorityClasses { get; } =
    [
        Cells.Name,
        Cells.Integer("Value", "value represents the integer value of this priority class.", o => o.Number("value")),
        new(
            "Global-Default",
            "boolean",
            0,
            "globalDefault specifies whether this PriorityClass should be considered as the default.",
            (o, _) => o.Flag("globalDefault") ?? false
        ),
        Cells.Age,
        Cells.Text(
            "PreemptionPolicy",
            "preemptionPolicy is the Policy for preempting pods with lower priority.",
            o => o.Text("preemptionPolicy")
        ),
    ];

    public static IReadOnlyList<TableColumn> Roles { get; } =
    [
        Cells.Name,
        Cells.Text(
            "Created At",
            "CreationTimestamp is the server time when this object was created.",
            o => o.Metadata.Text("creationTimestamp")
        ),
    ];

    public static IReadOnlyList<TableColumn> Bindings { get; } =
    [
        Cells.Name,
        Cells.Text(
            "Role",
            "RoleRef can only reference a ClusterRole or Role.",
            o => $"{o.Object("roleRef")?.Text("kind")}/{o.Object("roleRef")?.Text("name")}"
        ),
        Cells.Age,
        Cells.Wide("Users", "Users in the roleBinding", o => Subjects(o, "User")),
        Cells.Wide("Groups", "Groups in the roleBinding", o => Subjects(o, "Group")),
        Cells.Wide("ServiceAccounts", "ServiceAccounts in the roleBinding", o => Subjects(o, "ServiceAccount")),
    ];

    private static long Count(JsonObject obj, string field) => obj.Object(field)?.Count ?? 0;

    private static string? NodeInfo(JsonObject node, string field) =>
        node.Object("status")?.Object("nodeInfo")?.Text(field);

    private static string NodeStatus(JsonObject node)
    {
        var ready = (node.Object("status")?.Items("conditions") ?? []).FirstOrDefault(c => c.Text("type") is "Ready");
        var status = ready?.Text("status") switch
        {
            null => "Unknown",
            "True" => "Ready",
            _ => "NotReady",
        };
        return node.Object("spec")?.Flag("unschedulable") is true ? status + ",SchedulingDisabled" : status;
    }

    private static string NodeRoles(JsonObject node)
    {
        var labels = node.Metadata.Object("labels") ?? [];
        var roles = labels
            .Where(l =>
                l.Key.StartsWith(RoleLabelPrefix, StringComparison.Ordinal) && l.Key.Length > RoleLabelPrefix.Length
            )
            .Select(l => l.Key[RoleLabelPrefix.Length..])
            .Order(StringComparer.Ordinal);
        var text = string.Join(',', roles);
        return text.Length == 0 ? Cells.None : text;
    }

    private static string NodeAddress(JsonObject node, string type) =>
        (node.Object("status")?.Items("addresses") ?? [])
            .FirstOrDefault(a => string.Equals(a.Text("type"), type, StringComparison.Ordinal))
            ?.Text("address")
        ?? Cells.None;

    private static string NodeKernel(JsonObject node)
    {
        var kernel = NodeInfo(node, "kernelVersion") ?? Cells.Unknown;
        return NodeInfo(node, "architecture") is { } architecture ? $"{kernel} ({architecture})" : kernel;
    }

    private static string Subjects(JsonObject binding, string kind) =>
        string.Join(
            ", ",
            binding
                .Items("subjects")
                .Where(s => string.Equals(s.Text("kind"), kind, StringComparison.Ordinal))
                .Select(s => kind is "ServiceAccount" ? $"{s.Text("namespace")}/{s.Text("name")}" : s.Text("name"))
        );
}
