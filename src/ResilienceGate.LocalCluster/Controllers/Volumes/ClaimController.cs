using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Volumes;

/// <summary>
/// Binds claims to volumes: to one that an administrator made, or to a directory that is made for the claim
/// (<c>pkg/controller/volume/persistentvolume</c>). A claim that is deleted stays while a pod uses it.
/// </summary>
internal sealed class ClaimController(
    Clientset cluster,
    VolumeDirectories directories,
    EventRecorder events,
    TimeProvider clock,
    ILogger logger
) : Controller(clock, logger)
{
    private const string ProtectionFinalizer = "kubernetes.io/pvc-protection";

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.PersistentVolumeClaims, claim => [claim.Key()], ct),
            WatchAsync(cluster.PersistentVolumes, volume => Concerned(volume), ct),
            WatchAsync(cluster.StorageClasses, _ => Pending(), ct),
            // The last pod that used a claim may have gone.
            WatchAsync(cluster.Pods, pod => pod.IsActive() ? [] : ClaimsOf(pod), ct),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.PersistentVolumeClaims.Find(key.Namespace, key.Name) is not { } claim)
            return;
        if (claim.Metadata.DeletionTimestamp is not null)
            LetGo(claim);
        else if (claim.Status?.Phase is "Bound")
            CheckVolume(claim);
        else if (claim.Spec.StorageClassName is null && DefaultClass() is { } storage)
            Change(claim, changed => changed.Spec.StorageClassName = storage.Metadata.Name);
        else if (VolumeMatch.Of(claim, cluster.PersistentVolumes.List(ns: null)) is { } volume)
            Bind(claim, volume);
        else if (string.IsNullOrEmpty(claim.Spec.VolumeName))
            Provision(claim);
    }

    private IEnumerable<ObjectKey> Concerned(V1PersistentVolume volume) =>
        volume.Spec.ClaimRef is { } reference
            ? [new ObjectKey(reference.NamespaceProperty, reference.Name)]
            : Pending();

    private IEnumerable<ObjectKey> Pending() =>
        cluster
            .PersistentVolumeClaims.List(ns: null)
            .Where(claim => claim.Status?.Phase is not "Bound")
            .Select(claim => claim.Key());

    private static IEnumerable<ObjectKey> ClaimsOf(V1Pod pod) =>
        (pod.Spec.Volumes ?? [])
            .Select(volume => volume.PersistentVolumeClaim?.ClaimName)
            .OfType<string>()
            .Select(name => new ObjectKey(pod.Metadata.NamespaceProperty, name));

    private V1StorageClass? DefaultClass() =>
        cluster
            .StorageClasses.List(ns: null)
            .Where(StandardStorageClass.IsDefault)
            .MaxBy(storage => storage.Metadata.CreationTimestamp);

    private void LetGo(V1PersistentVolumeClaim claim)
    {
        var isUsed = cluster
            .Pods.List(claim.Metadata.NamespaceProperty)
            .Any(pod => !pod.HasEnded() && ClaimsOf(pod).Contains(claim.Key()));
        if (!isUsed && claim.Metadata.Finalizers?.Contains(ProtectionFinalizer) is true)
            Change(claim, changed => changed.Metadata.Finalizers.Remove(ProtectionFinalizer));
    }

    private void CheckVolume(V1PersistentVolumeClaim claim)
    {
        var volume = cluster.PersistentVolumes.Find(ns: null, claim.Spec.VolumeName);
        if (volume is not null && VolumeMatch.IsOf(volume, claim))
            return;
        ChangeStatus(claim, status => status.Phase = "Lost");
        events.Warning(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    }

    private void Provision(V1PersistentVolumeClaim claim)
    {
        if (string.IsNullOrEmpty(claim.Spec.StorageClassName))
        {
            events.Normal(
                claim,
                "FailedBinding",
                "no persistent volumes available for this claim and no storage class is set"
            );
            return;
        }

        var storage = cluster.StorageClasses.Find(ns: null, claim.Spec.StorageClassName);
        if (storage is null)
        {
            var message = $"storageclass.storage.k8s.io \"{claim.Spec.StorageClassName}\" not found";
            events.Warning(claim, "ProvisioningFailed", message);
        }
        else if (storage.Provisioner is not StandardStorageClass.Provisioner)
        {
            events.Normal(
                claim,
                "ExternalProvisioning",
                $"Waiting for a volume to be created either by the external provisioner '{storage.Provisioner}' or "
                    + "manually by the system administrator. If volume creation is delayed, please verify that the "
                    + "provisioner is running and correctly registered."
            );
        }
        else
        {
            var volume = cluster.PersistentVolumes.Create(directories.NewVolume(claim, storage));
            events.Normal(claim, "ProvisioningSucceeded", $"Successfully provisioned volume {volume.Metadata.Name}");
            Bind(claim, volume);
        }
    }

    private void Bind(V1PersistentVolumeClaim claim, V1PersistentVolume volume)
    {
        cluster.PersistentVolumes.Change(
            ns: null,
            volume.Metadata.Name,
            changed => changed.Spec.ClaimRef = VolumeDirectories.Reference(claim)
        );
        cluster.PersistentVolumes.ChangeStatus(
            ns: null,
            volume.Metadata.Name,
            changed => changed.Status = new V1PersistentVolumeStatus { Phase = "Bound" }
        );
        Change(
            claim,
            changed =>
            {
                changed.Spec.VolumeName = volume.Metadata.Name;
                changed.SetAnnotation("pv.kubernetes.io/bind-completed", "yes");
                changed.SetAnnotation("pv.kubernetes.io/bound-by-controller", "yes");
            }
        );
        ChangeStatus(
            claim,
            status =>
            {
                status.Phase = "Bound";
                status.AccessModes = volume.Spec.AccessModes;
                status.Capacity = volume.Spec.Capacity;
            }
        );
    }

    private void Change(V1PersistentVolumeClaim claim, Action<V1PersistentVolumeClaim> change) =>
        cluster.PersistentVolumeClaims.Change(claim.Metadata.NamespaceProperty, claim.Metadata.Name, change);

    private void ChangeStatus(V1PersistentVolumeClaim claim, Action<V1PersistentVolumeClaimStatus> change) =>
        cluster.PersistentVolumeClaims.ChangeStatus(
            claim.Metadata.NamespaceProperty,
            claim.Metadata.Name,
            changed => change(changed.Status ??= new V1PersistentVolumeClaimStatus())
        );
}
