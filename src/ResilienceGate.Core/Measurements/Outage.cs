namespace ResilienceGate.Core.Measurements;

/// <summary>How long the users were not served after a fault.</summary>
/// <param name="Lasted">The sum of the bad bins.</param>
/// <param name="Censored">
/// The observation ended before five clean seconds followed the last bad bin: <paramref name="Lasted"/> is a lower bound.
/// </param>
public readonly record struct Outage(TimeSpan Lasted, bool Censored)
{
    /// <summary>So much clean traffic ends an outage; what goes wrong after it is another event.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private static readonly int SettledBins = (int)(Settled / Bin.Width);

    /// <summary>
    /// The sum of the bad bins from the first one until five clean seconds follow. Clean bins before the first bad one
    /// end nothing: a pod that is asked to stop may serve on for all of its grace.
    /// </summary>
    /// <param name="bins">In any order; a bin without traffic is neither bad nor clean, like one that is missing.</param>
    /// <param name="fault">When the fault took effect; the bin it falls into counts.</param>
    /// <param name="end">End of the observation; only bins that end by then count.</param>
    public static Outage Measure(IEnumerable<Bin> bins, DateTimeOffset fault, DateTimeOffset end)
    {
        var bad = 0;
        var clean = 0;
        var observed = bins.Where(bin => bin.Start + Bin.Width > fault && bin.Start + Bin.Width <= end);
        foreach (var bin in observed.OrderBy(bin => bin.Start))
        {
            if (bin.IsBad)
            {
                bad++;
                clean = 0;
            }
            else if (bad > 0 && bin.IsClean && ++clean == SettledBins)
            {
                return new Outage(bad * Bin.Width, Censored: false);
            }
        }

        return new Outage(bad * Bin.Width, Censored: bad > 0);
    }
}
