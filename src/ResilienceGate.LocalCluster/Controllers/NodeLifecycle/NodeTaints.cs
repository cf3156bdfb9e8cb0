using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

/// <summary>The taints that say in what state a node is; they are the controller's, and a hand-made one does not stay.</summary>
internal static class NodeTaints
{
    private const string NotReady = "node.kubernetes.io/not-ready";
    private const string Unreachable = "node.kubernetes.io/unreachable";
    private const string Unschedulable = "node.kubernetes.io/unschedulable";

    public static void Write(Clientset cluster, V1Node node, DateTime now)
    {
        var wanted = Wanted(node).ToList();
        if (ZoneHealth.HaltsEviction(node, cluster.Nodes.List(ns: null)))
            wanted.RemoveAll(state => state.Effect is "NoExecute");
        if (IsWritten(node, wanted))
            return;
        cluster.Nodes.Change(
            ns: null,
            node.Metadata.Name,
            changed =>
            {
                var before = changed.Spec.Taints ?? [];
                List<V1Taint> taints = [.. before.Where(taint => !IsOwn(taint))];
                taints.AddRange(
                    wanted.Select(state => before.FirstOrDefault(taint => Identity(taint) == state) ?? New(state, now))
                );
                changed.Spec.Taints = taints.Count is 0 ? null : taints;
            }
        );
    }

    private static IEnumerable<(string Key, string Effect)> Wanted(V1Node node)
    {
        var ready = node.Status.Conditions?.FirstOrDefault(condition => condition.Type is "Ready")?.Status;
        var key = ready switch
        {
            "True" => null,
            "Unknown" => Unreachable,
            _ => NotReady,
        };
        if (key is not null)
        {
            yield return (key, "NoSchedule");
            yield return (key, "NoExecute");
        }

        if (node.Spec.Unschedulable is true)
            yield return (Unschedulable, "NoSchedule");
    }

    private static bool IsWritten(V1Node node, List<(string Key, string Effect)> wanted) =>
        (node.Spec.Taints ?? []).Where(IsOwn).Select(Identity).ToHashSet().SetEquals(wanted);

    private static bool IsOwn(V1Taint taint) => taint.Key is NotReady or Unreachable or Unschedulable;

    private static (string Key, string Effect) Identity(V1Taint taint) => (taint.Key, taint.Effect);

    private static V1Taint New((string Key, string Effect) state, DateTime now) =>
        new()
        {
            Key = state.Key,
            Effect = state.Effect,
            TimeAdded = now,
        };
}
