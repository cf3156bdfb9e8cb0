using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Volumes;

/// <summary>The directories on the machine that stand for volumes.</summary>
/// <param name="root">The directory that gets one directory for each volume.</param>
internal sealed class VolumeDirectories(string root)
{
    private const string ProvisionedByKey = "pv.kubernetes.io/provisioned-by";

    /// <summary>A new, empty volume for a claim.</summary>
    public V1PersistentVolume NewVolume(V1PersistentVolumeClaim claim, V1StorageClass storage)
    {
        var name = $"pvc-{claim.Metadata.Uid}";
        return new V1PersistentVolume
        {
            ApiVersion = "v1",
            Kind = "PersistentVolume",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                Annotations = new Dictionary<string, string> { [ProvisionedByKey] = StandardStorageClass.Provisioner },
            },
            Spec = new V1PersistentVolumeSpec
            {
                AccessModes = claim.Spec.AccessModes,
                Capacity = claim.Spec.Resources?.Requests,
                ClaimRef = Reference(claim),
                HostPath = new V1HostPathVolumeSource
                {
                    Path = Directory.CreateDirectory(Path.Combine(root, name)).FullName,
                    Type = "Directory",
                },
                PersistentVolumeReclaimPolicy = storage.ReclaimPolicy ?? "Delete",
                StorageClassName = storage.Metadata.Name,
                VolumeMode = "Filesystem",
            },
        };
    }

    /// <summary>Deletes the directory of a volume that was made here.</summary>
    /// <returns>What stands against it; null when it is gone.</returns>
    public string? Delete(V1PersistentVolume volume)
    {
        // Nobody here may delete what is on another's volume.
        if (volume.GetAnnotation(ProvisionedByKey) is not StandardStorageClass.Provisioner)
            return $"error getting deleter volume plugin for volume \"{volume.Metadata.Name}\": no volume plugin matched";
        var directory = Path.Combine(root, volume.Metadata.Name);
        try
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    public static V1ObjectReference Reference(V1PersistentVolumeClaim claim) =>
        new()
        {
            ApiVersion = "v1",
            Kind = "PersistentVolumeClaim",
            Name = claim.Metadata.Name,
            NamespaceProperty = claim.Metadata.NamespaceProperty,
            Uid = claim.Metadata.Uid,
            ResourceVersion = claim.Metadata.ResourceVersion,
        };
}
