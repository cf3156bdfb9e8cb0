using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement.Duets;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// A candidate against everything that it is judged by: the accepted runs, and the anchored release where it is another
/// one. They share the level: a candidate is not accused twice as often for being compared twice.
/// </summary>
internal sealed class Contests
{
    private readonly IReadOnlyList<Contest> _contests;

    /// <param name="accepted">None when nothing is stored.</param>
    /// <param name="anchor">None when nothing is anchored.</param>
    /// <param name="candidate">Valid injections by experiment, without experiments that are not to be judged.</param>
    public Contests(
        IReadOnlyList<AcceptedRun> accepted,
        IReadOnlyList<AcceptedRun> anchor,
        IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> candidate,
        Yardstick yardstick
    )
    {
        var baseline = new Contest(Reference.Baseline, accepted, candidate, yardstick);
        _contests = IsApart(anchor, accepted)
            ? [baseline, new Contest(Reference.Anchor, anchor, candidate, yardstick)]
            : [baseline];
    }

    public IReadOnlyList<Duet> Duets()
    {
        var all = _contests.Sum(contest => contest.Suspects.Count);
        return
        [
            .. _contests
                .Where(contest => contest.Suspects.Count > 0)
                .Select(contest => Duet.Start(contest.Suspects, contest.Against, all)),
        ];
    }

    /// <param name="duets">Those that were held.</param>
    public IEnumerable<Finding> Findings(IReadOnlyCollection<Duet> duets)
    {
        var hypotheses = _contests.Sum(contest => contest.Tests.Count);
        return _contests.SelectMany(contest =>
            contest.Findings(duets.FirstOrDefault(duet => duet.Against == contest.Against), hypotheses)
        );
    }

    /// <summary>As long as the baseline still holds a run of the anchor, it has not left it.</summary>
    private static bool IsApart(IReadOnlyList<AcceptedRun> anchor, IReadOnlyList<AcceptedRun> accepted)
    {
        var present = accepted.Select(run => run.Run).ToHashSet(StringComparer.Ordinal);
        return anchor.Count > 0 && !anchor.Any(run => present.Contains(run.Run));
    }
}
