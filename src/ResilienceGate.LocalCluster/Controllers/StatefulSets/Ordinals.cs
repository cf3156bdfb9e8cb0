using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.StatefulSets;

/// <summary>The numbers that the pods of a StatefulSet are known by.</summary>
internal static class Ordinals
{
    /// <summary>Those that the set is to have, in order.</summary>
    public static IEnumerable<int> Of(V1StatefulSet set) =>
        Enumerable.Range(set.Spec.Ordinals?.Start ?? 0, set.Spec.Replicas ?? 1);

    /// <summary>The ordinal in a pod's name; null when the name is not one of the set's.</summary>
    public static int? Of(V1StatefulSet set, V1Pod pod) => Of(set, pod.Metadata.Name);

    public static string PodName(V1StatefulSet set, int ordinal) => $"{set.Metadata.Name}-{Text(ordinal)}";

    public static string ClaimName(V1StatefulSet set, V1PersistentVolumeClaim template, int ordinal) =>
        $"{template.Metadata.Name}-{set.Metadata.Name}-{Text(ordinal)}";

    public static string Text(int ordinal) => ordinal.ToString(CultureInfo.InvariantCulture);

    private static int? Of(V1StatefulSet set, string name)
    {
        var prefix = $"{set.Metadata.Name}-";
        return
            name.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(
                name.AsSpan(prefix.Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var ordinal
            )
            ? ordinal
            : null;
    }
}
