using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ResilienceGate.Probes.Load;

/// <summary>
/// Sleeps by <c>clock_nanosleep(2)</c> on the clock that <see cref="TimeProvider.System"/> takes its timestamps from. Within
/// some 60 microseconds and without spinning, where the timers of .NET keep to milliseconds: at 3,000 requests a second the
/// next one is due in a third of one.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class KernelSleep : ISleep
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>A sleep cannot be cancelled: it is taken in pieces.</summary>
    private const long LongestNanoseconds = NanosecondsPerSecond / 10;

    public bool Until(long timestamp, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var now = TimeProvider.System.GetTimestamp();
            if (now >= timestamp)
                return true;
            var wake = Math.Min(timestamp, now + LongestNanoseconds);
            var request = new TimeSpec((nint)(wake / NanosecondsPerSecond), (nint)(wake % NanosecondsPerSecond));
            // Interrupted by a signal it returns early, and the loop sleeps on.
            _ = ClockNanosleep(ClockMonotonic, AbsoluteTime, in request, nint.Zero);
        }

        return false;
    }

    [DllImport("libc", EntryPoint = "clock_nanosleep")]
    private static extern int ClockNanosleep(int clock, int flags, in TimeSpec request, nint remaining);

    /// <summary><c>struct timespec</c> of the 64-bit ABIs.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
