using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Experiments;

/// <summary>
/// The recovery from a fault that was taken away and that no pod had to be replaced for: from its end until all pods serve
/// and the users are served well.
/// </summary>
internal static class Comeback
{
    /// <param name="over">When the fault was proved to be gone.</param>
    /// <param name="serving">When all pods were seen to serve.</param>
    /// <param name="bins">The traffic since the fault was over.</param>
    /// <param name="known">Until when the traffic is known.</param>
    /// <returns>Null when the users were not served well in the end.</returns>
    public static Recovery? Measure(
        DateTimeOffset over,
        DateTimeOffset serving,
        IReadOnlyList<Bin> bins,
        DateTimeOffset known
    )
    {
        var bad = bins.Where(b => b.IsBad).Select(b => b.Start + Bin.Width).DefaultIfEmpty(over).Max();
        if (known - bad < Outage.Settled)
            return null;
        var back = new[] { over, serving, bad }.Max();
        return new Recovery(back - over, []);
    }
}
