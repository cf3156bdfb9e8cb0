using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Scheduling;

namespace ResilienceGate.LocalCluster.Controllers.DaemonSets;

/// <summary>The pods of DaemonSets: each belongs to one node, and stays there whatever becomes of it.</summary>
internal static class DaemonPods
{
    private const string NameField = "metadata.name";

    /// <summary>What no daemon minds.</summary>
    private static readonly (string Key, string Effect)[] Tolerated =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"),
        ("node.kubernetes.io/unreachable", "NoExecute"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/pid-pressure", "NoSchedule"),
        ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    /// <summary>A pod that the scheduler can put on this node only.</summary>
    public static V1Pod New(V1DaemonSet set, V1ControllerRevision revision, string node)
    {
        var pod = PodTemplates.NewPod(set.Spec.Template, set);
        pod.Metadata.GenerateName = $"{set.Metadata.Name}-";
        pod.SetLabel(ControllerRevisions.HashLabel, Hash(revision));
        Tolerate(pod.Spec);
        pod.Spec.Affinity ??= new V1Affinity();
        pod.Spec.Affinity.NodeAffinity ??= new V1NodeAffinity();
        var affinity = pod.Spec.Affinity.NodeAffinity;
        var own = new V1NodeSelectorRequirement
        {
            Key = NameField,
            OperatorProperty = "In",
            Values = [node],
        };
        affinity.RequiredDuringSchedulingIgnoredDuringExecution = new V1NodeSelector
        {
            NodeSelectorTerms = [new V1NodeSelectorTerm { MatchFields = [own] }],
        };
        return pod;
    }

    public static string Hash(V1ControllerRevision revision) => revision.GetLabel(ControllerRevisions.HashLabel);

    /// <summary>The node that the pod has, or is meant for.</summary>
    public static string? NodeOf(V1Pod pod) =>
        string.IsNullOrEmpty(pod.Spec.NodeName)
            ? (pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [])
                .SelectMany(term => term.MatchFields ?? [])
                .Where(field => field.Key is NameField)
                .Select(field => field.Values.FirstOrDefault())
                .FirstOrDefault()
            : pod.Spec.NodeName;

    /// <summary>Whether a pod like this is to be on the node.</summary>
    public static bool ShouldRun(V1Pod sample, V1Node node) =>
        IsMeant(sample, node) && NodeFit.IsTolerated(sample, node);

    /// <summary>Whether a pod like this that is there may stay.</summary>
    public static bool MayStay(V1Pod sample, V1Node node) =>
        IsMeant(sample, node)
        && (node.Spec.Taints ?? []).Where(taint => taint.Effect is "NoExecute").All(sample.Tolerates);

    private static bool IsMeant(V1Pod pod, V1Node node) =>
        NodeFit.IsSelected(pod, node)
        && (string.IsNullOrEmpty(pod.Spec.NodeName) || pod.Spec.NodeName == node.Metadata.Name);

    /// <summary>A pod of the set that is meant for no node in particular.</summary>
    public static V1Pod Sample(V1DaemonSet set)
    {
        var pod = PodTemplates.NewPod(set.Spec.Template, set);
        Tolerate(pod.Spec);
        return pod;
    }

    private static void Tolerate(V1PodSpec spec)
    {
        List<V1Toleration> tolerations =
        [
            .. (spec.Tolerations ?? []).Where(toleration => !Tolerated.Contains((toleration.Key, toleration.Effect))),
        ];
        tolerations.AddRange(
            Tolerated.Select(taint => new V1Toleration
            {
                Key = taint.Key,
                OperatorProperty = "Exists",
                Effect = taint.Effect,
            })
        );
        spec.Tolerations = tolerations;
    }
}
