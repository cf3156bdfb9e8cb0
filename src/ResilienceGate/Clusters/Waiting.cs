namespace ResilienceGate.Clusters;

/// <summary>Waits for a condition on state that announces its changes.</summary>
internal static class Waiting
{
    /// <param name="condition">Read after each change, and once at the start.</param>
    /// <param name="changed">Gives a task that completes at the next change of what the condition reads.</param>
    /// <returns>False when the condition did not come true in time.</returns>
    public static async Task<bool> ForAsync(
        Func<bool> condition,
        Func<Task> changed,
        TimeSpan within,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var next = changed();
            if (condition())
                return true;
            var left = within - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return false;
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(next, Task.Delay(left, time, timeout.Token));
            await timeout.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }
    }
}
