namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Says, as the scheduler's <c>FitError</c> does, why no node may take a pod.</summary>
internal static class UnschedulableMessage
{
    /// <param name="refusals">The reasons of each node.</param>
    public static string Of(IReadOnlyList<IReadOnlyList<string>> refusals)
    {
        if (refusals.Count is 0)
            return "no nodes available to schedule pods";
        var none = $"0/{refusals.Count} nodes are available";
        var reasons = Count(refusals.SelectMany(reasons => reasons));
        // Nothing is ever preempted here; where room is all that lacks, the scheduler would have looked for victims.
        var preemption = Count(
            refusals.Select(reasons =>
                reasons.All(IsLackOfRoom)
                    ? "No preemption victims found for incoming pod"
                    : "Preemption is not helpful for scheduling"
            )
        );
        return $"{none}: {reasons}. no new claims to deallocate, preemption: {none}: {preemption}.";
    }

    private static bool IsLackOfRoom(string reason) =>
        reason is "Too many pods" || reason.StartsWith("Insufficient ", StringComparison.Ordinal);

    private static string Count(IEnumerable<string> reasons) =>
        string.Join(
            ", ",
            reasons
                .GroupBy(reason => reason)
                .Select(group => $"{group.Count()} {group.Key}")
                .Order(StringComparer.Ordinal)
        );
}
