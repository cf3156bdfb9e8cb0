using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>PersistentVolumeClaims, PersistentVolumes and StorageClasses.</summary>
internal static class VolumeColumns
{
    private const string Unset = "<unset>";

    public static IReadOnlyList<TableColumn> Claims { get; } =
    [
        Cells.Name,
        Cells.Text("Status", "phase represents the current phase of PersistentVolumeClaim.", Phase),
        Cells.Text("Volume", "volumeName is the binding reference to the PersistentVolume.", VolumeName),
        Cells.Text(
            "Capacity",
            "capacity represents the actual resources of the underlying volume.",
            o => VolumeName(o) is null ? "" : o.Object("status")?.Object("capacity")?.Text("storage")
        ),
        Cells.Text(
            "Access Modes",
            "accessModes contains the actual access modes the volume backing the PVC has.",
            o => VolumeName(o) is null ? "" : AccessModes(o.Object("status"))
        ),
        Cells.Text("StorageClass", "StorageClass of the pvc", Class),
        Cells.Text("VolumeAttributesClass", "VolumeAttributesClass of the pvc", AttributesClass),
        Cells.Age,
        Cells.Wide("VolumeMode", "volumeMode defines what type of volume is required by the claim.", VolumeMode),
    ];

    public static IReadOnlyList<TableColumn> Volumes { get; } =
    [
        Cells.Name,
        Cells.Text(
            "Capacity",
            "capacity is the description of the persistent volume's resources and capacity.",
            o => o.Object("spec")?.Object("capacity")?.Text("storage")
        ),
        Cells.Text(
            "Access Modes",
            "accessModes contains all ways the volume can be mounted.",
            o => AccessModes(o.Object("spec"))
        ),
        Cells.Text(
            "Reclaim Policy",
            "persistentVolumeReclaimPolicy defines what happens to a persistent volume when released from its claim.",
            o => o.Object("spec")?.Text("persistentVolumeReclaimPolicy")
        ),
        Cells.Text("Status", "phase indicates if a volume is available, bound to a claim, or released.", Phase),
        Cells.Text("Claim", "claimRef is part of a bi-directional binding with PersistentVolumeClaim.", Claim),
        Cells.Text("StorageClass", "StorageClass of the pv", Class),
        Cells.Text("VolumeAttributesClass", "VolumeAttributesClass of the pv", AttributesClass),
        Cells.Text(
            "Reason",
            "reason is a brief CamelCase string that describes any failure.",
            o => o.Object("status")?.Text("reason")
        ),
        Cells.Age,
        Cells.Wide(
            "VolumeMode",
            "volumeMode defines if a volume is intended to be used with a filesystem.",
            VolumeMode
        ),
    ];

    public static IReadOnlyList<TableColumn> Classes { get; } =
    [
        Cells.Name with
        {
            Cell = (o, _) =>
                o.Metadata.Object("annotations")?.Text("storageclass.kubernetes.io/is-default-class") is "true"
                    ? $"{o.Metadata.Text("name")} (default)"
                    : o.Metadata.Text("name"),
        },
        Cells.Text("Provisioner", "provisioner indicates the type of the provisioner.", o => o.Text("provisioner")),
        Cells.Text(
            "ReclaimPolicy",
            "reclaimPolicy controls the reclaimPolicy for dynamically provisioned volumes.",
            o => o.Text("reclaimPolicy")
        ),
        Cells.Text(
            "VolumeBindingMode",
            "volumeBindingMode indicates how PersistentVolumeClaims should be provisioned and bound.",
            o => o.Text("volumeBindingMode")
        ),
        new(
            "AllowVolumeExpansion",
            "string",
            0,
            "allowVolumeExpansion shows whether the storage class allow volume expand.",
            (o, _) => o.Flag("allowVolumeExpansion") ?? false
        ),
        Cells.Age,
    ];

    private static string? Phase(JsonObject obj) =>
        obj.Metadata.ContainsKey("deletionTimestamp") ? "Terminating" : obj.Object("status")?.Text("phase");

    private static string? VolumeName(JsonObject claim) => claim.Object("spec")?.Text("volumeName");

    private static string? Class(JsonObject obj) => obj.Object("spec")?.Text("storageClassName");

    private static string AttributesClass(JsonObject obj) =>
        obj.Object("spec")?.Text("volumeAttributesClassName") ?? Unset;

    private static string VolumeMode(JsonObject obj) => obj.Object("spec")?.Text("volumeMode") ?? Unset;

    private static string Claim(JsonObject volume) =>
        volume.Object("spec")?.Object("claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "";

    private static string AccessModes(JsonObject? holder) =>
        string.Join(',', (holder?.Array("accessModes") ?? []).Select(mode => Short(mode.Text())));

    private static string Short(string mode) =>
        mode switch
        {
            "ReadWriteOnce" => "RWO",
            "ReadOnlyMany" => "ROX",
            "ReadWriteMany" => "RWX",
            "ReadWriteOncePod" => "RWOP",
            _ => mode,
        };
}
