using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Api.Reading;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>Writes objects as the <c>Table</c> that kubectl prints.</summary>
internal sealed class TableWriter(ResourceRegistry registry, TimeProvider clock)
{
    private static readonly Dictionary<ResourceType, IReadOnlyList<TableColumn>> Columns = new()
    {
        [ResourceTypes.Pods] = PodColumns.All,
        [ResourceTypes.Deployments] = WorkloadColumns.Deployments,
        [ResourceTypes.ReplicaSets] = WorkloadColumns.ReplicaSets,
        [ResourceTypes.StatefulSets] = WorkloadColumns.StatefulSets,
        [ResourceTypes.DaemonSets] = WorkloadColumns.DaemonSets,
        [ResourceTypes.ControllerRevisions] = WorkloadColumns.ControllerRevisions,
        [ResourceTypes.PersistentVolumeClaims] = VolumeColumns.Claims,
        [ResourceTypes.PersistentVolumes] = VolumeColumns.Volumes,
        [ResourceTypes.StorageClasses] = VolumeColumns.Classes,
        [ResourceTypes.Jobs] = WorkloadColumns.Jobs,
        [ResourceTypes.PodDisruptionBudgets] = WorkloadColumns.PodDisruptionBudgets,
        [ResourceTypes.Services] = NetworkColumns.Services,
        [ResourceTypes.EndpointSlices] = NetworkColumns.EndpointSlices,
        [ResourceTypes.Nodes] = ClusterColumns.Nodes,
        [ResourceTypes.Namespaces] = ClusterColumns.Namespaces,
        [ResourceTypes.ConfigMaps] = ClusterColumns.ConfigMaps,
        [ResourceTypes.Secrets] = ClusterColumns.Secrets,
        [ResourceTypes.Leases] = ClusterColumns.Leases,
        [ResourceTypes.PriorityClasses] = ClusterColumns.PriorityClasses,
        [ResourceTypes.Roles] = ClusterColumns.Roles,
        [ResourceTypes.ClusterRoles] = ClusterColumns.Roles,
        [ResourceTypes.CustomResourceDefinitions] = ClusterColumns.Roles,
        [ResourceTypes.RoleBindings] = ClusterColumns.Bindings,
        [ResourceTypes.ClusterRoleBindings] = ClusterColumns.Bindings,
        [ResourceTypes.Events] = EventColumns.All,
    };

    public JsonObject Write(
        ResourceType type,
        IEnumerable<StoredObject> objects,
        string? resourceVersion,
        TableOptions options
    ) => Write(type, objects, new JsonObject { ["resourceVersion"] = resourceVersion }, options);

    public JsonObject Write(
        ResourceType type,
        IEnumerable<StoredObject> objects,
        JsonObject metadata,
        TableOptions options
    )
    {
        var columns = ColumnsOf(type);
        var now = clock.GetUtcNow();
        var table = new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = new JsonArray([
                .. options.Headed ? columns.Select(c => (JsonNode)c.Definition()) : [],
            ]),
            ["rows"] = new JsonArray([.. objects.Select(o => (JsonNode)Row(o, columns, now, options))]),
        };
        return table;
    }

    private IReadOnlyList<TableColumn> ColumnsOf(ResourceType type)
    {
        if (Columns.TryGetValue(type, out var columns))
            return columns;
        return type.Model is null ? CustomColumns.Of(registry.Definition(type), type.Version) : [Cells.Name, Cells.Age];
    }

    private static JsonObject Row(
        StoredObject obj,
        IReadOnlyList<TableColumn> columns,
        DateTimeOffset now,
        TableOptions options
    )
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(c => c.Cell(obj.Json, now))]) };
        switch (options.IncludeObject)
        {
            case "None":
                break;
            case "Object":
                row["object"] = obj.Json.DeepClone();
                break;
            default:
                row["object"] = PartialMetadata.Of(obj);
                break;
        }
        return row;
    }
}
