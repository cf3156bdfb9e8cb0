using System.Globalization;
using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement.Duets;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>Says in one sentence what a test of the screen found.</summary>
/// <param name="hypotheses">How many hypotheses the gate's screens test.</param>
internal sealed class ScreenFinding(
    ScreenTest test,
    int hypotheses,
    IReadOnlyList<AcceptedRun> accepted,
    IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> candidate,
    RecoveryPeriods periods,
    Reference against
)
{
    private readonly bool convicts = test.Convicts(hypotheses);

    /// <summary>
    /// The mean over the experiments and the anchor are told only when they convict: against the baseline the experiments
    /// themselves are always told.
    /// </summary>
    public bool IsTold => convicts || (test.Experiment is not null && against is Reference.Baseline);

    public Finding ToFinding()
    {
        var comparison = test.Compare(hypotheses);
        var finding = new Finding
        {
            Verdict = convicts ? Verdict.Regression : Verdict.Pass,
            Experiment = test.Experiment,
            Metric = test.Metric,
            Summary = Change(comparison),
            Evidence = comparison,
        };
        return finding with { Summary = convicts ? Regression(comparison) : Pass(comparison, finding.IsUnproven) };
    }

    private string Regression(Comparison comparison)
    {
        var parts = new List<string> { Change(comparison) };
        if (test.Experiment is { } experiment)
        {
            parts[0] += $", {Ranks(experiment)}";
            if (
                test.Metric is Metric.RecoveryTime
                && PhaseExplanation.Of([.. Before(experiment).SelectMany(run => run)], candidate[experiment]) is { } why
            )
                parts.Add(why);
        }

        if (test.Metric is Metric.RecoveryTime && periods.Hint() is { } hint)
            parts.Add(hint);

        return string.Join("; ", parts);
    }

    private string Pass(Comparison comparison, bool isUnproven)
    {
        var allowed = Wording.Change(test.Metric, comparison.Margin);
        var found = isUnproven
            ? $"not proven: beyond the allowed {allowed}, but chance may have done it"
            : "no regression shown";
        return $"{Change(comparison)}: {found}; a change of {Wording.Change(test.Metric, comparison.Detectable)} would have been seen";
    }

    private string Change(Comparison comparison)
    {
        var metric = test.Metric;
        var from = Wording.Value(metric, comparison.Baseline);
        var to = Wording.Value(metric, comparison.Candidate);
        var change = Wording.Change(metric, comparison.Change);
        var interval = Wording.Interval(metric, comparison.ChangeLow, comparison.ChangeHigh);
        return $"{Wording.Against(against)}{metric.Name()} {Wording.Of(test.Experiment)}: {from} -> {to} ({change}, 95 % CI {interval})";
    }

    /// <summary>What no model of the noise is needed for: how many injections lie beyond everything accepted.</summary>
    private string Ranks(string experiment)
    {
        var mine = test.Scale.ValuesOf(candidate[experiment]);
        var worst = Before(experiment).SelectMany(test.Scale.ValuesOf).Max();
        var beyond = mine.Count(value => value > worst);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{beyond} of {Wording.Count(mine.Count, "injection")} {Comparative} than every accepted one"
        );
    }

    private string Comparative =>
        test.Metric switch
        {
            Metric.Availability => "worse",
            Metric.Outage => "longer",
            _ => "slower",
        };

    private IEnumerable<IReadOnlyList<InjectionValues>> Before(string experiment) =>
        accepted.Select(run => run.Experiments.GetValueOrDefault(experiment)).OfType<IReadOnlyList<InjectionValues>>();
}
