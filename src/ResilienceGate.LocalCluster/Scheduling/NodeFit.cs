using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Whether a node may take a pod: the scheduler's filters in their order, each with its own words.</summary>
internal static class NodeFit
{
    private static readonly V1Taint Unschedulable = new()
    {
        Key = "node.kubernetes.io/unschedulable",
        Effect = "NoSchedule",
    };

    /// <returns>Why it may not; empty when it may.</returns>
    public static IReadOnlyList<string> Refusals(V1Pod pod, V1Node node, SchedulingState state)
    {
        if (node.Spec.Unschedulable is true && !pod.Tolerates(Unschedulable))
            return ["node(s) were unschedulable"];
        var taints = (node.Spec.Taints ?? []).Where(taint => taint.Effect is "NoSchedule" or "NoExecute");
        if (!taints.All(pod.Tolerates))
            return ["node(s) had untolerated taint(s)"];
        if (!IsSelected(pod, node))
            return ["node(s) didn't match Pod's node affinity/selector"];
        if (ResourceFit.Lacking(pod, node, state.On(node)).ToList() is { Count: > 0 } lacking)
            return lacking;
        return PodAntiAffinity.Refuses(pod, node, state) is { } refusal ? [refusal] : [];
    }

    private static bool IsSelected(V1Pod pod, V1Node node)
    {
        var labels = node.Metadata.Labels ?? new Dictionary<string, string>();
        var selector = pod.Spec.NodeSelector ?? new Dictionary<string, string>();
        var affinity = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        return selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
            && (affinity is null || affinity.Matches(node));
    }
}
