using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Probes.Load;

namespace ResilienceGate.Tests.Probes.Load;

/// <summary>
/// Lets the sender drive a fake clock, a millisecond at a time: whatever falls due on the way happens on the sender's own
/// thread, so that a load of any length is exactly repeatable.
/// </summary>
/// <param name="end">The load ends so long after its first request.</param>
/// <param name="settle">Time goes on for so long after that, for what is on its way.</param>
internal sealed class SteppedSleep(FakeTimeProvider time, TimeSpan end, TimeSpan settle) : ISleep
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private long? _first;
    private bool _jumped;

    /// <summary>Once the load is so old, the clock jumps by <see cref="Jump"/>: a process that was frozen.</summary>
    public TimeSpan JumpAt { get; init; } = TimeSpan.MaxValue;

    public TimeSpan Jump { get; init; }

    public bool Until(long timestamp, CancellationToken ct)
    {
        _first ??= timestamp;
        var at = time.GetElapsedTime(_first.Value, timestamp);
        if (at >= end)
        {
            Pass(settle);
            return false;
        }

        var left = time.GetElapsedTime(time.GetTimestamp(), timestamp);
        if (left > TimeSpan.Zero)
            Pass(left);
        if (at >= JumpAt && !_jumped)
        {
            _jumped = true;
            time.Advance(Jump);
        }

        return true;
    }

    private void Pass(TimeSpan span)
    {
        for (; span >= Step; span -= Step)
            time.Advance(Step);
        if (span > TimeSpan.Zero)
            time.Advance(span);
    }
}
