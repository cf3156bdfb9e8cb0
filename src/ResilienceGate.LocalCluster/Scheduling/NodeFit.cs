using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Whether a node may take a pod, and the scheduler's own words when not.</summary>
internal static class NodeFit
{
    private static V1Taint Unschedulable { get; } =
        new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" };

    /// <returns>Null when the node may take the pod.</returns>
    public static string? Refuses(V1Pod pod, V1Node node)
    {
        if (node.Spec?.Unschedulable is true && !Tolerates(pod, Unschedulable))
            return "node(s) were unschedulable";
        var taint = (node.Spec?.Taints ?? []).FirstOrDefault(t =>
            t.Effect is "NoSchedule" or "NoExecute" && !Tolerates(pod, t)
        );
        if (taint is not null)
            return $"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}";
        var labels = node.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var selector = pod.Spec.NodeSelector ?? new Dictionary<string, string>(StringComparer.Ordinal);
        return selector.All(s => labels.TryGetValue(s.Key, out var value) && value == s.Value)
            ? null
            : "node(s) didn't match Pod's node affinity/selector";
    }

    private static bool Tolerates(V1Pod pod, V1Taint taint) =>
        (pod.Spec.Tolerations ?? []).Any(t =>
            (string.IsNullOrEmpty(t.Effect) || t.Effect == taint.Effect)
            && (string.IsNullOrEmpty(t.Key) ? t.OperatorProperty is "Exists" : t.Key == taint.Key)
            && (t.OperatorProperty is "Exists" || (t.Value ?? "") == (taint.Value ?? ""))
        );
}
