using k8s.Models;

namespace ResilienceGate.Faults.Nodes;

/// <summary>
/// Whether a node can take a pod that is evicted elsewhere: it is schedulable and ready, and the pod tolerates its taints.
/// Affinity and free resources are left to the scheduler: a pod that finds no room because of them is a finding.
/// </summary>
internal static class NodeRoom
{
    public static bool IsSchedulable(V1Node node) => node.Spec?.Unschedulable is not true;

    public static bool Takes(V1Node node, V1Pod pod) =>
        IsSchedulable(node)
        && node.Status?.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) is true
        && (node.Spec?.Taints ?? [])
            .Where(t => t.Effect is "NoSchedule" or "NoExecute")
            .All(taint => pod.Spec?.Tolerations?.Any(t => Tolerates(t, taint)) is true);

    public static bool Tolerates(V1Toleration toleration, V1Taint taint) =>
        (string.IsNullOrEmpty(toleration.Effect) || toleration.Effect == taint.Effect)
        && toleration.OperatorProperty switch
        {
            "Exists" => string.IsNullOrEmpty(toleration.Key) || toleration.Key == taint.Key,
            _ => toleration.Key == taint.Key && (toleration.Value ?? "") == (taint.Value ?? ""),
        };
}
