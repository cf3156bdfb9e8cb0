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
    /// <remarks>
    /// A request speaks for the time until the next one, or few requests would make short outages: bins without traffic
    /// are bad after a bad bin. They are clean between two clean ones only, for nobody was served in them.
    /// </remarks>
    /// <param name="bins">In any order; a bin without traffic is like one that is missing.</param>
    /// <param name="fault">When the fault took effect; the bin it falls into counts.</param>
    /// <param name="end">End of the observation; only bins that end by then count.</param>
    public static Outage Measure(IEnumerable<Bin> bins, DateTimeOffset fault, DateTimeOffset end)
    {
        var observed = bins.Where(bin => bin.Sent > 0 && bin.Start + Bin.Width > fault && bin.Start + Bin.Width <= end);
        var bad = 0;
        var clean = 0;
        Bin? last = null;
        foreach (var bin in observed.OrderBy(bin => bin.Start))
        {
            var silent = last is { } before ? Math.Max(0, Steps(before, bin) - 1) : 0;
            if (last is { IsBad: true })
                bad += silent;

            if (bin.IsBad)
            {
                bad++;
                clean = 0;
            }
            else
            {
                clean += 1 + (last is { IsClean: true } ? silent : 0);
                if (bad > 0 && clean >= SettledBins)
                    return new Outage(bad * Bin.Width, Censored: false);
            }

            last = bin;
        }

        return new Outage(bad * Bin.Width, Censored: bad > 0);
    }

    /// <summary>Rounded, for the offset of the probe's clock is known better and better.</summary>
    private static int Steps(Bin from, Bin to) => (int)Math.Round((to.Start - from.Start) / Bin.Width);
}
