namespace ResilienceGate.Probes.Load;

/// <summary>How much traffic, and how long an answer may take.</summary>
internal sealed record LoadProfile
{
    /// <summary>Answers that took longer are no use to anyone, and longer than the histograms reach.</summary>
    public static readonly TimeSpan MaxDeadline = TimeSpan.FromSeconds(60);

    private const int InFlightMargin = 32;

    /// <summary>Requests a second, constant, open-loop.</summary>
    public required double Rate { get; init; }

    /// <summary>From the intended send time to the complete answer.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Of the order in which the requests are sent.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// More requests than this are never on their way at once. When nothing is answered, rate x deadline are; the double
    /// of that is reached only when the probe itself cannot keep up.
    /// </summary>
    public int MaxInFlight => (int)Math.Ceiling(Rate * Deadline.TotalSeconds * 2) + InFlightMargin;
}
