namespace ResilienceGate.Experiments;

/// <summary>
/// Ends a run that takes longer than its plan allows. It begins when the probe runs: how long the rollout and the start of
/// the probe take says nothing of how the target holds, and both have limits of their own.
/// </summary>
internal static class RunDeadline
{
    /// <exception cref="RunAbortedException">The time is over.</exception>
    public static async Task WatchAsync(TimeSpan deadline, TimeProvider time, CancellationToken ct)
    {
        await Task.Delay(deadline, time, ct);
        throw new RunAbortedException($"it took longer than limits.deadline ({deadline.TotalMinutes:0.#} minutes)");
    }
}
