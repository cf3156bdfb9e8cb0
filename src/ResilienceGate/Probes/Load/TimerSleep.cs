namespace ResilienceGate.Probes.Load;

/// <summary>Sleeps by the clock's own timers, which keep to milliseconds at best.</summary>
internal sealed class TimerSleep(TimeProvider time) : ISleep
{
    public bool Until(long timestamp, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), timestamp);
            if (left <= TimeSpan.Zero)
                return true;
            using var due = new ManualResetEventSlim();
            using var timer = time.CreateTimer(_ => due.Set(), null, left, Timeout.InfiniteTimeSpan);
            WaitHandle.WaitAny([due.WaitHandle, ct.WaitHandle]);
        }

        return false;
    }
}
