using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Volumes;

/// <summary>
/// The class of volumes that the cluster provides: a directory on the machine for each claim. All nodes are on one
/// machine, so a volume can be used on any of them, as one on the network can.
/// </summary>
internal static class StandardStorageClass
{
    public const string Name = "standard";
    public const string Provisioner = "resilience-gate.dev/directory";
    private const string IsDefaultKey = "storageclass.kubernetes.io/is-default-class";

    public static void Publish(Clientset cluster) =>
        cluster.StorageClasses.Create(
            new V1StorageClass
            {
                ApiVersion = "storage.k8s.io/v1",
                Kind = "StorageClass",
                Metadata = new V1ObjectMeta
                {
                    Name = Name,
                    Annotations = new Dictionary<string, string> { [IsDefaultKey] = "true" },
                },
                Provisioner = Provisioner,
                ReclaimPolicy = "Delete",
                VolumeBindingMode = "Immediate",
            }
        );

    public static bool IsDefault(V1StorageClass storage) => storage.GetAnnotation(IsDefaultKey) is "true";
}
