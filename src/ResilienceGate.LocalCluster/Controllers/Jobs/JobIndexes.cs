using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>The completion indexes of an Indexed Job's pods.</summary>
internal static class JobIndexes
{
    public const string Annotation = "batch.kubernetes.io/job-completion-index";
    private const string Variable = "JOB_COMPLETION_INDEX";

    public static bool IsIndexed(this V1Job job) => job.Spec.CompletionMode is "Indexed";

    /// <summary>The pod's index; null when it has none.</summary>
    public static int? Of(V1Pod pod) =>
        int.TryParse(pod.GetAnnotation(Annotation), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;

    /// <summary>Each index once, in order.</summary>
    public static IReadOnlyList<int> Of(IEnumerable<V1Pod> pods) =>
        [.. pods.Select(Of).OfType<int>().Distinct().Order()];

    /// <summary>As the API writes a set of indexes: <c>0-2,5,7,8</c>; two in a row are no range.</summary>
    public static string Format(IReadOnlyList<int> indexes)
    {
        var parts = new List<string>();
        for (var first = 0; first < indexes.Count; )
        {
            var last = first;
            while (last + 1 < indexes.Count && indexes[last + 1] == indexes[last] + 1)
                last++;
            parts.Add(
                (last - first) switch
                {
                    0 => $"{indexes[first]}",
                    1 => $"{indexes[first]},{indexes[last]}",
                    _ => $"{indexes[first]}-{indexes[last]}",
                }
            );
            first = last + 1;
        }

        return string.Join(',', parts);
    }

    /// <summary>Gives a new pod its index: in its name and hostname, as a label, an annotation and a variable.</summary>
    public static void Assign(V1Pod pod, string job, int index)
    {
        var text = index.ToString(CultureInfo.InvariantCulture);
        pod.Metadata.GenerateName = $"{job}-{text}-";
        pod.Metadata.Labels[Annotation] = text;
        pod.SetAnnotation(Annotation, text);
        pod.Spec.Hostname = $"{job}-{text}";
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []))
        {
            container.Env ??= [];
            container.Env.Add(
                new V1EnvVar
                {
                    Name = Variable,
                    ValueFrom = new V1EnvVarSource
                    {
                        FieldRef = new V1ObjectFieldSelector { FieldPath = $"metadata.annotations['{Annotation}']" },
                    },
                }
            );
        }
    }
}
