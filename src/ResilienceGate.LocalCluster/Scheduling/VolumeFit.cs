using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Whether the claims of a pod have volumes, and whether a node can reach them.</summary>
internal static class VolumeFit
{
    /// <summary>What keeps the pod from every node; null when nothing does.</summary>
    public static string? Obstacle(V1Pod pod, SchedulingState state)
    {
        var ns = pod.Metadata.NamespaceProperty;
        foreach (var name in Claims(pod))
        {
            var claim = state.Claim(ns, name);
            if (claim is null)
                return $"persistentvolumeclaim \"{name}\" not found";
            if (claim.Status?.Phase is "Lost")
                return $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Spec.VolumeName}\"";
            if (claim.Metadata.DeletionTimestamp is not null)
                return $"persistentvolumeclaim \"{name}\" is being deleted";
        }

        return Claims(pod).Any(name => state.Claim(ns, name)?.Status?.Phase is not "Bound")
            ? "pod has unbound immediate PersistentVolumeClaims"
            : null;
    }

    /// <returns>Null when the node may take the pod.</returns>
    public static Refusal? Refuses(V1Pod pod, V1Node node, SchedulingState state)
    {
        foreach (var name in Claims(pod))
        {
            var volume = state.Volume(state.Claim(pod.Metadata.NamespaceProperty, name)?.Spec.VolumeName);
            if (volume is null)
                return new Refusal(
                    "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",
                    IsResolvable: false
                );
            if (volume.Spec.NodeAffinity?.Required is { } required && !required.Matches(node))
                return new Refusal("node(s) didn't match PersistentVolume's node affinity", IsResolvable: false);
        }

        return null;
    }

    private static IEnumerable<string> Claims(V1Pod pod) =>
        (pod.Spec.Volumes ?? []).Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>();
}
