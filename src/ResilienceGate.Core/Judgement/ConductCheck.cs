using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// Judges without statistics how the run was conducted: the plan's own hypothesis, what could not be carried out although
/// the accepted versions allowed it, targets that did not come back; and whether enough was measured for any verdict.
/// </summary>
internal static class ConductCheck
{
    /// <summary>As planned, and with enough valid injections.</summary>
    public static bool WasCarriedOut(ExperimentResult experiment) =>
        experiment.Refused is null && HasEnough(experiment);

    public static IEnumerable<Finding> Of(RunEvidence run, IReadOnlyList<AcceptedRun> accepted, Margins margins) =>
        [
            .. Hypothesis(run),
            .. Afterwards(run, margins),
            .. Ended(run, accepted),
            .. Missing(run, accepted),
            .. Tools(run),
            .. run.Experiments.SelectMany(experiment => Of(experiment, accepted)),
        ];

    private static IEnumerable<Finding> Hypothesis(RunEvidence run)
    {
        if (run.SteadyState is null)
        {
            yield return Unknown(
                null,
                "the run ended before the steady state was measured: nothing was broken and nothing is known; run again"
            );
            yield break;
        }

        foreach (var violation in run.SteadyState.Violations)
            yield return Worse(null, $"the steady-state hypothesis does not hold: {violation}");

        if (run.SteadyState.Violations.Count == 0 && run.Experiments.Count == 0)
            yield return Unknown(
                null,
                "no experiment was carried out: nothing is known of how the target holds; run again"
            );
    }

    /// <summary>The hypothesis must hold again after the last fault, and what the plan does not limit must be as it was.</summary>
    private static IEnumerable<Finding> Afterwards(RunEvidence run, Margins margins)
    {
        if (run is not { SteadyState: { Sent: > 0 } before, SteadyStateAfter: { } after })
            yield break;

        foreach (var violation in after.Violations)
            yield return Worse(null, $"after the last fault the steady-state hypothesis no longer holds: {violation}");

        var was = (double)before.Good / before.Sent;
        if (after is { Violations.Count: 0, BestQuarter: { } best } && was - best > margins.Availability)
        {
            yield return Worse(
                null,
                $"the faults left a lasting mark: availability was {Wording.Value(Metric.Availability, was)} before them, and after the last one {Wording.Value(Metric.Availability, best)} in the best quarter of the steady state"
            );
        }
    }

    private static IEnumerable<Finding> Ended(RunEvidence run, IReadOnlyList<AcceptedRun> accepted)
    {
        if (run.EndedEarly is not { } end)
            yield break;

        var why = end.Reason.TrimEnd('.');
        yield return (end.IsAbort, accepted.Count) switch
        {
            (true, > 0) => Worse(
                null,
                $"the run was aborted: {why}; the accepted versions withstood it ({Wording.Count(accepted.Count, "run")})"
            ),
            (true, _) => Unknown(
                null,
                $"the run was aborted: {why}; no accepted run says that it can do better; make the target withstand the fault, or the plan milder"
            ),
            _ => Unknown(null, $"the run ended early: {why}; what was left of the plan was not measured; run again"),
        };
    }

    private static IEnumerable<Finding> Missing(RunEvidence run, IReadOnlyList<AcceptedRun> accepted)
    {
        // A run that ended early has said so.
        if (run.EndedEarly is not null || run.SteadyState is not { Violations.Count: 0 })
            yield break;

        var present = run.Experiments.Select(experiment => experiment.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in accepted.SelectMany(other => other.Experiments.Keys).Distinct(StringComparer.Ordinal))
        {
            if (!present.Contains(name))
                yield return Unknown(
                    name,
                    $"'{name}' was measured in accepted runs and not in this one; run the whole plan"
                );
        }
    }

    private static IEnumerable<Finding> Tools(RunEvidence run) =>
        [
            .. (run.Load?.Shortfalls() ?? []).Select(shortfall => Unknown(null, shortfall)),
            .. run.OraclePower?.Shortcoming() is { } shortcoming
                ? [Unknown(null, shortcoming)]
                : Array.Empty<Finding>(),
        ];

    private static IEnumerable<Finding> Of(ExperimentResult experiment, IReadOnlyList<AcceptedRun> accepted)
    {
        var before = accepted
            .Select(run => run.Experiments.GetValueOrDefault(experiment.Name))
            .OfType<IReadOnlyList<InjectionValues>>()
            .ToList();

        if (experiment.Refused is { } refused)
        {
            yield return before.Count > 0
                ? Worse(
                    experiment.Name,
                    $"'{experiment.Name}' could not be carried out: {refused}; {Wording.Count(before.Count, "accepted run")} carried it out"
                )
                : Unknown(
                    experiment.Name,
                    $"'{experiment.Name}' could not be carried out: {refused}; nothing is known of this fault until it can be"
                );
        }
        else if (experiment.Unstable is { } seen)
        {
            yield return Worse(experiment.Name, DidNotComeBack(experiment, seen));
        }
        else
        {
            if (!HasEnough(experiment))
                yield return TooFew(experiment);

            var valid = experiment.Injections.Where(InjectionValues.Counts).Select(InjectionValues.Of).ToList();
            if (RecoveryCheck.NeverRecovered(experiment.Name, experiment.Planned, valid, before) is { } never)
                yield return never;
        }
    }

    private static string DidNotComeBack(ExperimentResult experiment, string seen)
    {
        var (made, planned) = (experiment.Injections.Count, experiment.Planned);
        var what =
            made == 0
                ? $"the target was not stable before '{experiment.Name}': {seen}, and none of {Wording.Count(planned, "injection")} could be made"
                : $"the target did not come back after injection {made} of '{experiment.Name}': {seen}, so that {planned - made} more could not be made";
        return $"{what}; see what keeps its pods from becoming ready with `kubectl describe pods`, or give it more time with recover-within";
    }

    private static Finding TooFew(ExperimentResult experiment)
    {
        var valid = experiment.Injections.Count(InjectionValues.Counts);
        var reasons = experiment
            .Injections.Where(injection => !InjectionValues.Counts(injection))
            .GroupBy(injection => injection.Void ?? "no request was due in its window", StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .Select(group => $"{group.Key} ({(group.Count() == 1 ? "once" : $"{group.Count()} times")})")
            .ToList();

        var why = reasons.Count == 0 ? "" : $": {Wording.List(reasons)}";
        return Unknown(
            experiment.Name,
            $"only {valid} of {Wording.Count(experiment.Planned, "planned injection")} of '{experiment.Name}' are valid, and {RecoveryCheck.LeastValid} % are needed{why}; remove the cause and run again"
        );
    }

    private static bool HasEnough(ExperimentResult experiment) =>
        RecoveryCheck.HasEnough(experiment.Injections.Count(InjectionValues.Counts), experiment.Planned);

    private static Finding Worse(string? experiment, string summary) =>
        new()
        {
            Verdict = Verdict.Regression,
            Experiment = experiment,
            Summary = summary,
        };

    private static Finding Unknown(string? experiment, string summary) =>
        new()
        {
            Verdict = Verdict.Inconclusive,
            Experiment = experiment,
            Summary = summary,
        };
}
