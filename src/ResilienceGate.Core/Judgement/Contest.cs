using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement.Duets;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// A candidate's injections against one reference: what the <see cref="Screen"/> makes of them, which suspects it leaves
/// to a <see cref="Duet"/>, and the findings of both.
/// </summary>
internal sealed class Contest
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> _candidate;

    private readonly IReadOnlyList<MetricScale> _scales;

    private readonly RecoveryPeriods _periods;

    /// <param name="accepted">Of the reference; none when nothing is stored of it.</param>
    /// <param name="candidate">Valid injections by experiment, without experiments that are not to be judged.</param>
    public Contest(
        Reference against,
        IReadOnlyList<AcceptedRun> accepted,
        IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> candidate,
        Yardstick yardstick
    )
    {
        Against = against;
        Accepted = accepted;
        _candidate = candidate;
        _periods = RecoveryPeriods.Of(accepted, yardstick.RecoveryPeriod);
        _scales = MetricScales.For(yardstick.Margins, _periods.Shorter, yardstick.Rate);
        Tests = Screen.Run(accepted, candidate, _scales);
        Suspects = SuspectsOf();
    }

    public Reference Against { get; }

    public IReadOnlyList<AcceptedRun> Accepted { get; }

    public IReadOnlyList<ScreenTest> Tests { get; }

    /// <summary>What only a duet can settle.</summary>
    public IReadOnlyList<Suspect> Suspects { get; }

    /// <summary>Where no duet was held, the screen convicts by itself.</summary>
    /// <param name="hypotheses">Tests of the gate's screens: these, and those against other references.</param>
    public IEnumerable<Finding> Findings(Duet? duet, int hypotheses)
    {
        var unsettled = Tests
            .Where(test => !IsSettledBy(duet, test))
            .Select(test => new ScreenFinding(test, hypotheses, Accepted, _candidate, _periods, Against))
            .Where(finding => finding.IsTold)
            .Select(finding => finding.ToFinding());

        return duet is null
            ? unsettled
            : duet
                .Suspects.Select(suspect => new DuetFinding(suspect, duet, Accepted.Count))
                .Where(finding => finding.IsTold)
                .Select(finding => finding.ToFinding())
                .Concat(unsettled);
    }

    private static bool IsSettledBy(Duet? duet, ScreenTest test) =>
        duet?.Suspects.Any(suspect =>
            suspect.Scale.Metric == test.Metric
            && string.Equals(suspect.Experiment, test.Experiment, StringComparison.Ordinal)
        )
            is true;

    /// <summary>
    /// Those of the screen; but all hypotheses where too few accepted runs show what is usual, and where there are none,
    /// with nothing assumed of the noise.
    /// </summary>
    private List<Suspect> SuspectsOf() =>
        Accepted.Count switch
        {
            0 => [.. _scales.SelectMany(Unscreened)],
            < Screen.EnoughRuns => [.. Tests.Select(Screened)],
            _ => [.. Tests.Where(test => test.IsSuspect).Select(Screened)],
        };

    private Suspect Screened(ScreenTest test) =>
        new(
            test.Scale,
            test.Experiment,
            test.Experiment is { } experiment ? [experiment] : ExperimentsOf(test.Scale),
            PairNoise.Assumed(test.Sample.Within)
        );

    private IEnumerable<Suspect> Unscreened(MetricScale scale)
    {
        var experiments = ExperimentsOf(scale);
        foreach (var experiment in experiments)
            yield return new Suspect(scale, experiment, [experiment], PairNoise.Unknown);

        if (experiments.Count > 1)
            yield return new Suspect(scale, null, experiments, PairNoise.Unknown);
    }

    /// <summary>The experiments behind the mean of a metric.</summary>
    private List<string> ExperimentsOf(MetricScale scale)
    {
        var tested = Tests
            .Where(test => test.Metric == scale.Metric)
            .Select(test => test.Experiment)
            .OfType<string>()
            .ToList();
        return tested.Count > 0
            ? tested
            :
            [
                .. _candidate
                    .Where(experiment => scale.ValuesOf(experiment.Value).Count > 0)
                    .Select(experiment => experiment.Key)
                    .Order(StringComparer.Ordinal),
            ];
    }
}
