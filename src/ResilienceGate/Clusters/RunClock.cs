namespace ResilienceGate.Clusters;

/// <summary>
/// Wall-clock times that never step: read once at the start, then moved by the monotonic clock. Kubernetes' own times
/// have a resolution of one second, so what the gate saw and when is the primary time of every measurement.
/// </summary>
internal sealed class RunClock(TimeProvider time)
{
    private readonly long _timestamp = time.GetTimestamp();

    public TimeProvider Time { get; } = time;

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    public DateTimeOffset Now => Started + Time.GetElapsedTime(_timestamp);
}
