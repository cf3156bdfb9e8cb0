using ResilienceGate.Core.Baselines;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// The periods at which recoveries are seen. The candidate owns its readiness probe: a longer period must not be the
/// yardstick that excuses the slower recovery it causes.
/// </summary>
/// <param name="Accepted">The median of the accepted runs'.</param>
/// <param name="Candidate">The candidate's own.</param>
internal sealed record RecoveryPeriods(TimeSpan Accepted, TimeSpan Candidate)
{
    /// <summary>The step in which recoveries are compared.</summary>
    public TimeSpan Shorter => Accepted < Candidate ? Accepted : Candidate;

    /// <param name="accepted">None: the candidate's own period is the yardstick.</param>
    public static RecoveryPeriods Of(IReadOnlyList<AcceptedRun> accepted, TimeSpan candidate)
    {
        if (accepted.Count == 0)
            return new RecoveryPeriods(candidate, candidate);

        var seconds = accepted.Select(run => run.RecoveryPeriod.TotalSeconds).ToArray();
        return new RecoveryPeriods(TimeSpan.FromSeconds(HodgesLehmann.Median(seconds)), candidate);
    }

    /// <summary>What a longer period has to do with a slower recovery; null when it is not longer.</summary>
    public string? Hint() =>
        Candidate > Accepted
            ? $"its readiness is probed every {Wording.Seconds(Candidate.TotalSeconds)} instead of every {Wording.Seconds(Accepted.TotalSeconds)}, so that it is seen later: lower readinessProbe.periodSeconds"
            : null;
}
