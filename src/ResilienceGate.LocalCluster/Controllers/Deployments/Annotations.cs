using System.Globalization;
using k8s;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>What a Deployment writes on its ReplicaSets, by which it remembers.</summary>
internal static class Annotations
{
    public const string RevisionKey = "deployment.kubernetes.io/revision";
    private const string RevisionHistoryKey = "deployment.kubernetes.io/revision-history";
    private const string DesiredKey = "deployment.kubernetes.io/desired-replicas";
    private const string MaxKey = "deployment.kubernetes.io/max-replicas";

    private static readonly HashSet<string> OwnKeys =
    [
        RevisionKey,
        RevisionHistoryKey,
        DesiredKey,
        MaxKey,
        "deprecated.deployment.rollback.to",
        "kubectl.kubernetes.io/last-applied-configuration",
    ];

    public static long Revision(IKubernetesObject<V1ObjectMeta> set) => Number(set, RevisionKey) ?? 0;

    /// <summary>The Deployment's number of replicas when the set was last scaled.</summary>
    public static long? Desired(V1ReplicaSet set) => Number(set, DesiredKey);

    /// <summary>That number and the surge of that time.</summary>
    public static long? Max(V1ReplicaSet set) => Number(set, MaxKey);

    /// <returns>Whether anything had to be changed.</returns>
    public static bool SetSize(V1ReplicaSet set, V1Deployment deployment)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        var changed = Set(set, DesiredKey, replicas);
        return Set(set, MaxKey, replicas + RolloutBounds.Of(deployment).MaxSurge) || changed;
    }

    /// <summary>
    /// Copies what users wrote on the Deployment, such as the cause of a change, and raises the revision; the one that
    /// it had before is kept.
    /// </summary>
    /// <returns>Whether anything had to be changed.</returns>
    public static bool SetRevision(V1ReplicaSet set, V1Deployment deployment, long revision)
    {
        var changed = false;
        foreach (var (key, value) in deployment.Metadata.Annotations ?? new Dictionary<string, string>())
        {
            if (OwnKeys.Contains(key) || set.GetAnnotation(key) == value)
                continue;
            set.SetAnnotation(key, value);
            changed = true;
        }

        var before = Revision(set);
        if (before >= revision)
            return changed;
        Set(set, RevisionKey, revision);
        if (before > 0)
        {
            var history = set.GetAnnotation(RevisionHistoryKey);
            var last = before.ToString(CultureInfo.InvariantCulture);
            set.SetAnnotation(RevisionHistoryKey, string.IsNullOrEmpty(history) ? last : $"{history},{last}");
        }

        return true;
    }

    private static bool Set(V1ReplicaSet set, string key, long value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        if (set.GetAnnotation(key) == text)
            return false;
        set.SetAnnotation(key, text);
        return true;
    }

    private static long? Number(IKubernetesObject<V1ObjectMeta> obj, string key) =>
        long.TryParse(obj.GetAnnotation(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
