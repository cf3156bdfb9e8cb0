using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Volumes;

/// <summary>
/// Follows volumes through their life: available, bound, released by their claim and, where their policy says so,
/// deleted with what is on them.
/// </summary>
internal sealed class VolumeController(
    Clientset cluster,
    VolumeDirectories directories,
    EventRecorder events,
    TimeProvider clock,
    ILogger logger
) : Controller(clock, logger)
{
    private const string ProtectionFinalizer = "kubernetes.io/pv-protection";

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.PersistentVolumes, volume => [volume.Key()], ct),
            WatchAsync(
                cluster.PersistentVolumeClaims,
                claim => string.IsNullOrEmpty(claim.Spec.VolumeName) ? [] : [new ObjectKey("", claim.Spec.VolumeName)],
                ct
            ),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        if (cluster.PersistentVolumes.Find(ns: null, key.Name) is not { } volume)
            return;
        var reference = volume.Spec.ClaimRef;
        var claim = reference is null
            ? null
            : cluster.PersistentVolumeClaims.Find(reference.NamespaceProperty, reference.Name);
        var isHeld = claim is not null && VolumeMatch.IsOf(volume, claim);
        if (volume.Metadata.DeletionTimestamp is not null)
        {
            if (!isHeld)
                LetGo(volume);
        }
        else if (string.IsNullOrEmpty(reference?.Uid))
            SetPhase(volume, "Available", message: null);
        else if (!isHeld)
            Reclaim(volume);
    }

    private void Reclaim(V1PersistentVolume volume)
    {
        if (volume.Status?.Phase is "Failed")
            return;
        SetPhase(volume, "Released", message: null);
        if (volume.Spec.PersistentVolumeReclaimPolicy is not "Delete")
            return;
        if (directories.Delete(volume) is not { } obstacle)
        {
            cluster.PersistentVolumes.Delete(volume);
            return;
        }

        SetPhase(volume, "Failed", obstacle);
        events.Warning(volume, "VolumeFailedDelete", obstacle);
    }

    private void LetGo(V1PersistentVolume volume)
    {
        if (volume.Metadata.Finalizers?.Contains(ProtectionFinalizer) is true)
            cluster.PersistentVolumes.Change(
                ns: null,
                volume.Metadata.Name,
                changed => changed.Metadata.Finalizers.Remove(ProtectionFinalizer)
            );
    }

    private void SetPhase(V1PersistentVolume volume, string phase, string? message)
    {
        if (volume.Status?.Phase == phase)
            return;
        cluster.PersistentVolumes.ChangeStatus(
            ns: null,
            volume.Metadata.Name,
            changed =>
            {
                changed.Status ??= new V1PersistentVolumeStatus();
                changed.Status.Phase = phase;
                changed.Status.Message = message;
                changed.Status.LastPhaseTransitionTime = Clock.Seconds();
            }
        );
    }
}
