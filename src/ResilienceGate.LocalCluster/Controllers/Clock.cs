namespace ResilienceGate.LocalCluster.Controllers;

/// <summary>The present as the API's types hold it.</summary>
internal static class Clock
{
    /// <summary><c>metav1.Time</c>: whole seconds, UTC.</summary>
    public static DateTime Seconds(this TimeProvider clock) => clock.GetUtcNow().ToSeconds();

    /// <summary>Cuts a time to what <c>metav1.Time</c> holds.</summary>
    public static DateTime ToSeconds(this DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }
}
