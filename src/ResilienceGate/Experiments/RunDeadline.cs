namespace ResilienceGate.Experiments;

/// <summary>Ends a run that takes longer than its plan allows.</summary>
internal static class RunDeadline
{
    /// <exception cref="RunAbortedException">The time is over.</exception>
    public static async Task WatchAsync(TimeSpan deadline, TimeProvider time, CancellationToken ct)
    {
        await Task.Delay(deadline, time, ct);
        throw new RunAbortedException($"it took longer than limits.deadline ({deadline.TotalMinutes:0.#} minutes)");
    }
}
