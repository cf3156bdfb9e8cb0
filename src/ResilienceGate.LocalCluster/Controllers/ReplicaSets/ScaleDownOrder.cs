using System.Globalization;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.ReplicaSets;

/// <summary>
/// Which pods a smaller ReplicaSet loses first: what serves least, then what leaves the pods best spread
/// (<c>ActivePodsWithRanks</c> in <c>pkg/controller/controller_utils.go</c>).
/// </summary>
internal static class ScaleDownOrder
{
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    /// <param name="active">The pods to choose from.</param>
    /// <param name="related">All pods of the same application, by which a node counts as crowded.</param>
    public static IEnumerable<V1Pod> Of(IEnumerable<V1Pod> active, IEnumerable<V1Pod> related)
    {
        var crowds = related
            .Where(pod => pod.IsReady() && !string.IsNullOrEmpty(pod.Spec.NodeName))
            .CountBy(pod => pod.Spec.NodeName)
            .ToDictionary();
        return active
            .OrderBy(pod => !string.IsNullOrEmpty(pod.Spec.NodeName))
            .ThenBy(pod => pod.Status?.Phase is "Running")
            .ThenBy(pod => pod.IsReady())
            .ThenBy(Cost)
            .ThenByDescending(pod => crowds.GetValueOrDefault(pod.Spec.NodeName ?? ""))
            .ThenByDescending(pod => pod.ReadySince())
            .ThenByDescending(Restarts)
            .ThenByDescending(pod => pod.Metadata.CreationTimestamp);
    }

    private static int Cost(V1Pod pod) =>
        int.TryParse(
            pod.GetAnnotation(DeletionCost),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var cost
        )
            ? cost
            : 0;

    private static int Restarts(V1Pod pod) =>
        (pod.Status?.ContainerStatuses ?? []).Select(status => status.RestartCount).DefaultIfEmpty(0).Max();
}
