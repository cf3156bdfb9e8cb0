namespace ResilienceGate.Probes.Load;

/// <summary>When the requests of a constant rate are due.</summary>
/// <param name="perSecond">More than 0.</param>
internal sealed class ConstantRate(double perSecond)
{
    /// <param name="index">Of the request, from 0.</param>
    /// <returns>Due so long after the start of the load. Computed anew for every request, so that no error adds up.</returns>
    public TimeSpan DueAt(long index) =>
        TimeSpan.FromTicks((long)(index * (double)TimeSpan.TicksPerSecond / perSecond));
}
