using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.Volumes;

/// <summary>Which volumes a claim may have.</summary>
internal static class VolumeMatch
{
    /// <summary>The smallest volume that is free and enough, or the one that was reserved for the claim.</summary>
    public static V1PersistentVolume? Of(V1PersistentVolumeClaim claim, IEnumerable<V1PersistentVolume> volumes)
    {
        var fitting = volumes.Where(volume => Fits(claim, volume)).ToList();
        return fitting.Find(volume => volume.Spec.ClaimRef is not null) ?? fitting.MinBy(Size);
    }

    public static bool IsOf(V1PersistentVolume volume, V1PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { } reference
        && reference.NamespaceProperty == claim.Metadata.NamespaceProperty
        && reference.Name == claim.Metadata.Name
        // Without a uid it is reserved for whoever comes by this name.
        && (string.IsNullOrEmpty(reference.Uid) || reference.Uid == claim.Metadata.Uid);

    private static bool Fits(V1PersistentVolumeClaim claim, V1PersistentVolume volume) =>
        volume.Metadata.DeletionTimestamp is null
        && (volume.Spec.ClaimRef is null ? volume.Status?.Phase is "Available" : IsOf(volume, claim))
        && (string.IsNullOrEmpty(claim.Spec.VolumeName) || claim.Spec.VolumeName == volume.Metadata.Name)
        && (volume.Spec.StorageClassName ?? "") == (claim.Spec.StorageClassName ?? "")
        && (volume.Spec.VolumeMode ?? "Filesystem") == (claim.Spec.VolumeMode ?? "Filesystem")
        && (claim.Spec.AccessModes ?? []).All(mode => volume.Spec.AccessModes?.Contains(mode) is true)
        && (claim.Spec.Selector is null || claim.Spec.Selector.Matches(volume.Metadata.Labels))
        && Size(volume) >= Size(claim);

    private static decimal Size(V1PersistentVolume volume) => Size(volume.Spec.Capacity);

    private static decimal Size(V1PersistentVolumeClaim claim) => Size(claim.Spec.Resources?.Requests);

    private static decimal Size(IDictionary<string, ResourceQuantity>? amounts) =>
        amounts is not null && amounts.TryGetValue("storage", out var amount) ? amount.ToDecimal() : 0;
}
