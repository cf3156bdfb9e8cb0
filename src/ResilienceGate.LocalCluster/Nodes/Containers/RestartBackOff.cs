namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>
/// How long a failed start waits for the next: not at all the first time, then 10 s, doubling to 300 s; forgotten when
/// the last start lies more than twice the longest wait before the failure (client-go's <c>flowcontrol.Backoff</c>).
/// </summary>
internal sealed class RestartBackOff(TimeProvider clock)
{
    private static readonly TimeSpan Initial = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(300);

    private DateTimeOffset _updated;

    /// <summary>The wait that the last start imposed; zero before the second one.</summary>
    public TimeSpan Current { get; private set; }

    /// <summary>What is left to wait after a failure; zero or less when the next start may come.</summary>
    public TimeSpan Remaining(DateTimeOffset failedAt) =>
        IsForgotten(failedAt) ? TimeSpan.Zero : failedAt + Current - clock.GetUtcNow();

    /// <summary>To be called with each start after a failure.</summary>
    public void Next(DateTimeOffset failedAt)
    {
        if (Current == TimeSpan.Zero || IsForgotten(failedAt))
            Current = Initial;
        else
            Current = Current * 2 < Longest ? Current * 2 : Longest;
        _updated = clock.GetUtcNow();
    }

    private bool IsForgotten(DateTimeOffset failedAt) => failedAt - _updated > Longest * 2;
}
