namespace ResilienceGate.Probes.Load;

internal static class Sleeps
{
    /// <summary>The most exact sleep there is for this clock on this machine.</summary>
    public static ISleep For(TimeProvider time) =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && time == TimeProvider.System
            ? new KernelSleep()
            : new TimerSleep(time);
}
