using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.DaemonSets;

/// <summary>The next step of a DaemonSet's rolling update (<c>pkg/controller/daemon/update.go</c>).</summary>
/// <param name="Delete">The pods of earlier templates that may go.</param>
/// <param name="Create">The nodes that get a pod beside their old one.</param>
internal sealed record DaemonRollout(IReadOnlyList<V1Pod> Delete, IReadOnlyList<string> Create)
{
    private static readonly DaemonRollout None = new([], []);

    /// <summary>How many nodes may have two pods at a time.</summary>
    public static int MaxSurge(V1DaemonSet set, int desired) =>
        set.Spec.UpdateStrategy is { Type: "RollingUpdate" } strategy
            ? ScaledValue.Up(strategy.RollingUpdate?.MaxSurge, "0", desired)
            : 0;

    public static DaemonRollout Of(V1DaemonSet set, IReadOnlyList<DaemonNode> nodes, DateTime now)
    {
        if (set.Spec.UpdateStrategy?.Type is not "RollingUpdate")
            return None;
        var desired = nodes.Count(node => node.ShouldRun);
        var surge = MaxSurge(set, desired);
        IReadOnlyList<DaemonNode> concerned = [.. nodes.Where(node => node.Pods.Count > 0)];
        return surge is 0 ? Replace(set, concerned, desired, now) : Double(set, concerned, desired, surge, now);
    }

    private static DaemonRollout Replace(V1DaemonSet set, IReadOnlyList<DaemonNode> nodes, int desired, DateTime now)
    {
        var unavailable = ScaledValue.Up(set.Spec.UpdateStrategy.RollingUpdate?.MaxUnavailable, "1", desired);
        // What does not serve can be replaced at no cost.
        var idle = nodes.Where(node => node.Old is { } old && !IsAvailable(set, old, now)).ToList();
        var down = nodes.Count(node => !node.Active.Any(pod => IsAvailable(set, pod, now)));
        var serving = nodes.Where(node => node.New is null && node.Old is { } old && IsAvailable(set, old, now));
        return new DaemonRollout(
            [.. idle.Concat(serving.Take(Math.Max(0, unavailable - down))).Select(node => node.Old).OfType<V1Pod>()],
            []
        );
    }

    private static DaemonRollout Double(
        V1DaemonSet set,
        IReadOnlyList<DaemonNode> nodes,
        int desired,
        int surge,
        DateTime now
    )
    {
        var replaced = nodes.Where(node => node is { Old: not null, New: { } pod } && IsAvailable(set, pod, now));
        var doubled = nodes.Count(node => node is { Old: not null, New: { } pod } && !IsAvailable(set, pod, now));
        var serving = nodes.Count(node => (node.Old ?? node.New) is { } pod && IsAvailable(set, pod, now));
        var outdated = nodes.Where(node => node is { New: null, Old: not null });
        var (wanted, unwanted) = Split(outdated, node => node.ShouldRun);
        var (served, idle) = Split(wanted, IsServed);
        var (leaving, useless) = Split(unwanted, IsServed);
        // A node that is no longer meant keeps its pod until another node serves in its place.
        var delete = replaced.Concat(useless).Concat(leaving.Take(Math.Max(0, serving - desired)));
        return new DaemonRollout(
            [.. delete.Select(node => node.Old).OfType<V1Pod>()],
            [.. idle.Concat(served.Take(Math.Max(0, surge - doubled))).Select(node => node.Name)]
        );

        bool IsServed(DaemonNode node) => node.Old is { } old && IsAvailable(set, old, now);
    }

    private static (IReadOnlyList<DaemonNode> Yes, IReadOnlyList<DaemonNode> No) Split(
        IEnumerable<DaemonNode> nodes,
        Func<DaemonNode, bool> condition
    )
    {
        var split = nodes.ToLookup(condition);
        return ([.. split[true]], [.. split[false]]);
    }

    private static bool IsAvailable(V1DaemonSet set, V1Pod pod, DateTime now) =>
        pod.IsAvailable(set.Spec.MinReadySeconds, now);
}
