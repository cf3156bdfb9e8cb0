using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

/// <summary>
/// Whether so much of the cluster is silent that rather its watcher is cut off than its nodes: then nothing is evicted
/// (<c>ComputeZoneState</c> and <c>handleDisruption</c> in <c>pkg/controller/nodelifecycle</c>).
/// </summary>
internal static class ZoneHealth
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>So large a part of a zone (<c>--unhealthy-zone-threshold</c>), and more than two nodes.</summary>
    private const double Threshold = 0.55;

    private const int Tolerated = 2;

    public static bool HaltsEviction(V1Node node, IReadOnlyList<V1Node> all)
    {
        if (!all.Any(IsReady))
            return true;
        var zone = all.Where(other => other.GetLabel(ZoneLabel) == node.GetLabel(ZoneLabel)).ToList();
        var silent = zone.Count(other => !IsReady(other));
        // A zone that is lost as a whole is evicted, as long as there is another one.
        return silent < zone.Count && silent > Tolerated && silent >= Threshold * zone.Count;
    }

    private static bool IsReady(V1Node node) =>
        node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) is true;
}
