namespace ResilienceGate.Core.Measurements;

/// <summary>A recovery that came, and where its time went.</summary>
/// <param name="Time">From the fault to a replacement that is in the endpoints and has answered rightly.</param>
/// <param name="Phases">Every phase, in order; they add up to <paramref name="Time"/> exactly.</param>
public sealed record Recovery(TimeSpan Time, IReadOnlyList<PhaseTime> Phases)
{
    /// <summary>
    /// The recovery of an injection with several victims: its latest replacement decides, and its phases are reported.
    /// </summary>
    /// <returns>Null when there is no replacement, or one that did not recover.</returns>
    public static Recovery? OfLatest(IEnumerable<RecoveryTimes> replacements)
    {
        Recovery? latest = null;
        foreach (var replacement in replacements)
        {
            if (Of(replacement) is not { } recovery)
                return null;

            if (latest is null || recovery.Time > latest.Time)
                latest = recovery;
        }

        return latest;
    }

    /// <summary>The recovery of one replacement.</summary>
    /// <returns>Null when it never came into the endpoints or never answered rightly.</returns>
    public static Recovery? Of(RecoveryTimes times)
    {
        if (times is not { InEndpoints: { } inEndpoints, FirstRightAnswer: { } firstRightAnswer })
            return null;

        var end = Later(times.Fault, Later(inEndpoints, firstRightAnswer));
        DateTimeOffset?[] marks =
        [
            times.VictimMarked,
            times.Created,
            times.Scheduled,
            times.ReadyToStartContainers,
            times.Initialized,
            times.Running,
            times.Ready,
            inEndpoints,
            end,
        ];

        return new Recovery(end - times.Fault, PhasesBetween(times.Fault, marks, end));
    }

    /// <summary>
    /// A step is over at the latest when a later one is: an event that arrived late is moved back to the next mark. What
    /// lies before the fault takes no time. A step that was never seen leaves its time to the phase that follows it, for
    /// then nobody knows where one ended and the other began.
    /// </summary>
    private static PhaseTime[] PhasesBetween(DateTimeOffset fault, DateTimeOffset?[] marks, DateTimeOffset end)
    {
        var ends = new DateTimeOffset?[marks.Length];
        var next = end;
        for (var i = marks.Length - 1; i >= 0; i--)
        {
            if (marks[i] is { } mark)
                ends[i] = next = Later(fault, mark < next ? mark : next);
        }

        var phases = new PhaseTime[marks.Length];
        var from = fault;
        for (var i = 0; i < marks.Length; i++)
        {
            var to = ends[i] ?? from;
            phases[i] = new PhaseTime((Phase)i, to - from);
            from = to;
        }

        return phases;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
