namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Says, as the scheduler's <c>FitError</c> does, why no node may take a pod.</summary>
internal static class UnschedulableMessage
{
    /// <param name="refusals">The reasons of each node.</param>
    public static string Of(IReadOnlyList<IReadOnlyList<Refusal>> refusals)
    {
        if (refusals.Count is 0)
            return "no nodes available to schedule pods";
        var reasons = Count(refusals.SelectMany(reasons => reasons.Select(refusal => refusal.Reason)));
        // Nothing is ever preempted here; where other pods are in the way, the scheduler would have looked for victims.
        var preemption = refusals.Select(reasons =>
            reasons.All(refusal => refusal.IsResolvable)
                ? "No preemption victims found for incoming pod"
                : "Preemption is not helpful for scheduling"
        );
        return Of(refusals.Count, reasons, preemption);
    }

    /// <param name="nodes">How many there are.</param>
    /// <param name="obstacle">What keeps the pod from all of them.</param>
    public static string Of(int nodes, string obstacle) =>
        nodes is 0
            ? "no nodes available to schedule pods"
            : Of(nodes, obstacle, Enumerable.Repeat("Preemption is not helpful for scheduling", nodes));

    private static string Of(int nodes, string reasons, IEnumerable<string> preemption)
    {
        var none = $"0/{nodes} nodes are available";
        return $"{none}: {reasons}. no new claims to deallocate, preemption: {none}: {Count(preemption)}.";
    }

    private static string Count(IEnumerable<string> reasons) =>
        string.Join(
            ", ",
            reasons
                .GroupBy(reason => reason)
                .Select(group => $"{group.Count()} {group.Key}")
                .Order(StringComparer.Ordinal)
        );
}
