using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Which taints a pod puts up with.</summary>
internal static class Tolerations
{
    /// <returns>The tolerations that match the taint; none: the pod does not tolerate it.</returns>
    public static IReadOnlyList<V1Toleration> For(V1Pod pod, V1Taint taint) =>
        [.. (pod.Spec.Tolerations ?? []).Where(toleration => Matches(toleration, taint))];

    public static bool Tolerates(this V1Pod pod, V1Taint taint) => For(pod, taint).Count > 0;

    private static bool Matches(V1Toleration toleration, V1Taint taint)
    {
        var any = toleration.OperatorProperty is "Exists";
        return (string.IsNullOrEmpty(toleration.Effect) || toleration.Effect == taint.Effect)
            && (string.IsNullOrEmpty(toleration.Key) ? any : toleration.Key == taint.Key)
            && (any || (toleration.Value ?? "") == (taint.Value ?? ""));
    }
}
