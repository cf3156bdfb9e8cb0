using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>
/// How well each of the fitting nodes suits a pod: the default scoring plugins with their default weights, but for
/// the locality of images.
/// </summary>
internal sealed class NodeScores(V1Pod pod, NodeFit fit, IReadOnlyList<NodeInfo> nodes)
{
    private const int TaintWeight = 3;
    private const int NodeAffinityWeight = 2;
    private const int SpreadWeight = 2;
    private const int PodAffinityWeight = 2;

    // What a container counts that asks for nothing: 0.1 CPU and 200 MB.
    private const decimal DefaultCpu = 0.1m;
    private const decimal DefaultMemory = 200 * 1024 * 1024;

    /// <summary>The best; of equals the one with the fewest pods, then the first by name.</summary>
    /// <remarks>A real scheduler casts lots among equals.</remarks>
    public NodeInfo Best()
    {
        var taints = Normalised([.. nodes.Select(UntoleratedTaints)], reverse: true);
        var affinity = Normalised([.. nodes.Select(PreferredTerms)], reverse: false);
        var spread = fit.Spread.Scores(nodes);
        var neighbours = Stretched([.. nodes.Select(fit.Affinity.Score)]);
        return nodes
            .Select(
                (node, i) =>
                    (
                        Node: node,
                        Score: TaintWeight * taints[i]
                            + NodeAffinityWeight * affinity[i]
                            + SpreadWeight * spread[i]
                            + PodAffinityWeight * neighbours[i]
                            + LeastAllocated(node)
                    )
            )
            .OrderByDescending(scored => scored.Score)
            .ThenBy(scored => scored.Node.Pods.Count)
            .ThenBy(scored => scored.Node.Name, StringComparer.Ordinal)
            .First()
            .Node;
    }

    private long UntoleratedTaints(NodeInfo node) =>
        (node.Node.Spec.Taints ?? []).Count(taint => taint.Effect is "PreferNoSchedule" && !pod.Tolerates(taint));

    private long PreferredTerms(NodeInfo node) =>
        (pod.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [])
            .Where(term => term.Preference.Matches(node.Node))
            .Sum(term => term.Weight);

    /// <summary>The more of CPU and memory is left, the more.</summary>
    private long LeastAllocated(NodeInfo node)
    {
        var used = node.Pods.Append(pod).ToList();
        return (Free(node, "cpu", used, DefaultCpu) + Free(node, "memory", used, DefaultMemory)) / 2;
    }

    private static long Free(NodeInfo node, string resource, IEnumerable<V1Pod> used, decimal otherwise)
    {
        var total = node.Allocatable(resource);
        var requested = used.Sum(pod => PodRequests.Of(pod).GetValueOrDefault(resource, otherwise));
        return total is 0 || requested > total ? 0 : (long)((total - requested) * 100 / total);
    }

    private static IReadOnlyList<long> Normalised(IReadOnlyList<long> counts, bool reverse)
    {
        var most = counts.Max();
        if (most is 0)
            return [.. counts.Select(_ => reverse ? 100L : 0)];
        return [.. counts.Select(count => 100 * count / most).Select(score => reverse ? 100 - score : score)];
    }

    private static IReadOnlyList<long> Stretched(IReadOnlyList<long> sums)
    {
        var (least, most) = (sums.Min(), sums.Max());
        return [.. sums.Select(sum => most == least ? 0 : 100 * (sum - least) / (most - least))];
    }
}
