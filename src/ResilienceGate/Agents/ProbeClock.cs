namespace ResilienceGate.Agents;

/// <summary>
/// The probe's clock: set once by the time of day and monotonic from there, so that no correction of the machine's clock
/// moves what was measured.
/// </summary>
internal sealed class ProbeClock(TimeProvider time)
{
    private readonly DateTimeOffset _origin = time.GetUtcNow();
    private readonly long _originTimestamp = time.GetTimestamp();

    public TimeProvider Time => time;

    public DateTimeOffset Now => At(time.GetTimestamp());

    /// <param name="timestamp">As <see cref="TimeProvider.GetTimestamp"/> gives it.</param>
    public DateTimeOffset At(long timestamp) => _origin + time.GetElapsedTime(_originTimestamp, timestamp);
}
