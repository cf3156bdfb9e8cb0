using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>The completion indexes of an Indexed Job, as the API writes sets of them.</summary>
internal static class JobIndexes
{
    public const string Annotation = "batch.kubernetes.io/job-completion-index";

    public static bool IsIndexed(this V1Job job) => job.Spec.CompletionMode is "Indexed";

    /// <summary>The pod's index; null when it has none, or one that the Job has not.</summary>
    public static int? Of(V1Job job, V1Pod pod) =>
        int.TryParse(pod.GetAnnotation(Annotation), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < job.Spec.Completions
            ? index
            : null;

    /// <summary>Such as <c>0-2,5,7,8</c>; two in a row are no range.</summary>
    public static string Format(IEnumerable<int> ordered)
    {
        var indexes = ordered.ToList();
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

    /// <summary>What <see cref="Format"/> writes, as far as it is below a number of completions.</summary>
    public static SortedSet<int> Parse(string? text, int completions)
    {
        var indexes = new SortedSet<int>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (
                int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            )
                indexes.UnionWith(Enumerable.Range(first, Math.Max(0, Math.Min(last, completions - 1) - first + 1)));
        }

        return indexes;
    }
}
