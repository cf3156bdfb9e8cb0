using System.Globalization;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Consistency;

/// <summary>
/// Judges consistency exactly, without statistics: state that changed unasked, replicas that disagree, answers that are
/// wrong. Each is a finding by itself, with or without a baseline.
/// </summary>
internal sealed class ConsistencyCheck(Oracle oracle, IReadOnlyDictionary<string, Prediction> truth)
{
    public IEnumerable<Finding> Of(RunEvidence run)
    {
        if (run.SteadyState is null)
            yield break;

        var censuses = run.Censuses;
        var before = censuses.FirstOrDefault(IsSteadyState);
        if (before is null)
        {
            yield return Unknown(
                null,
                "the replicas were not asked in the steady state: nothing is known of their consistency; run again"
            );
        }

        if (run.Experiments.Any(experiment => experiment.Injections.Count > 0) && censuses.All(IsSteadyState))
        {
            yield return Unknown(
                null,
                "the replicas were not asked after anything was broken: it is not known whether they still serve the same model; run again"
            );
        }

        foreach (var census in censuses)
        {
            foreach (var finding in Of(census, ReferenceEquals(census, before) ? null : before))
                yield return finding;
        }
    }

    /// <summary>Wrong answers in time: what users got and no status code shows.</summary>
    public static IEnumerable<Finding> SilentlyWrong(IEnumerable<ExperimentResult> experiments)
    {
        foreach (var experiment in experiments)
        {
            var wrong = experiment.Injections.Where(injection => injection is { IsValid: true, Wrong: > 0 }).ToList();
            if (wrong.Count == 0)
                continue;

            var numbers = wrong.ConvertAll(injection => injection.Number.ToString(CultureInfo.InvariantCulture));
            yield return Wrong(
                experiment.Name,
                $"{wrong.Sum(injection => injection.Wrong)} of {wrong.Sum(injection => injection.Sent)} requests were answered in time but wrongly during '{experiment.Name}' (in injection {Wording.List(numbers)}): users were misled and no status code shows it"
            );
        }
    }

    public static IEnumerable<Finding> SilentlyWrong(SteadyState? steadyState, string when)
    {
        if (steadyState is { Wrong: > 0 })
        {
            yield return Wrong(
                null,
                $"{steadyState.Wrong} of {steadyState.Sent} requests were answered in time but wrongly in the steady state, {when}"
            );
        }
    }

    private IEnumerable<Finding> Of(Census census, Census? before)
    {
        var experiment = IsSteadyState(census) ? null : census.When;
        var when = experiment is null ? "in the steady state" : $"after '{experiment}'";
        if (census.Replicas.Count == 0)
        {
            yield return Unknown(
                experiment,
                $"there was no replica to ask {when}: nothing is known of their consistency"
            );
        }

        foreach (var replica in census.Replicas.Where(replica => replica.Error is not null))
        {
            yield return Unknown(
                experiment,
                $"pod {replica.Pod} could not be asked {when} ({replica.Error}): its consistency is not known; run again once it answers at {replica.Address}"
            );
        }

        // Each pod's trouble is told once: in the steady state as a disagreement, for there the truth may be no more than
        // what the others say; later as what it is.
        var told = new HashSet<string>(StringComparer.Ordinal);
        IEnumerable<Finding> findings = before is null
            ? [.. Disagreement(census, experiment, when, told), .. WrongAnswers(census, experiment, when, told)]
            :
            [
                .. ChangedState(census, before, experiment, when, told),
                .. WrongAnswers(census, experiment, when, told),
                .. Disagreement(census, experiment, when, told),
            ];

        foreach (var finding in findings)
            yield return finding;
    }

    private static IEnumerable<Finding> ChangedState(
        Census census,
        Census before,
        string? experiment,
        string when,
        HashSet<string> told
    )
    {
        var asked = before.Replicas.Where(replica => replica.Error is null).ToList();
        if (asked.Count == 0)
            yield break;

        foreach (var replica in Asked(census))
        {
            var changes = new List<string>();
            if (asked.TrueForAll(other => !string.Equals(other.Digest, replica.Digest, StringComparison.Ordinal)))
                changes.Add($"its state digest is {Name(replica.Digest)} where it was {Name(asked[0].Digest)}");

            if (
                asked.TrueForAll(other =>
                    !string.Equals(other.ModelVersion, replica.ModelVersion, StringComparison.Ordinal)
                )
            )
                changes.Add(
                    $"its model version is {Name(replica.ModelVersion)} where it was {Name(asked[0].ModelVersion)}"
                );

            if (changes.Count == 0)
                continue;

            told.Add(replica.Pod);
            yield return Wrong(
                experiment,
                $"pod {replica.Pod} no longer serves what was rolled out {when}: {string.Join(" and ", changes)} in the steady state, and nobody asked for a change"
            );
        }
    }

    private IEnumerable<Finding> WrongAnswers(Census census, string? experiment, string when, HashSet<string> told)
    {
        var steadyState = experiment is null;
        foreach (var replica in Asked(census).Where(replica => !steadyState || !told.Contains(replica.Pod)))
        {
            var wrong = truth
                .Where(right =>
                    !replica.Answers.TryGetValue(right.Key, out var answer) || !oracle.IsRight(right.Value, answer)
                )
                .Select(right => right.Key)
                .ToList();

            if (wrong.Count == 0)
                continue;

            told.Add(replica.Pod);
            yield return Wrong(
                experiment,
                $"pod {replica.Pod} answers {wrong.Count} of {Wording.Count(truth.Count, "golden request")} wrongly {when} ({Wording.List(wrong)})"
            );
        }
    }

    private IEnumerable<Finding> Disagreement(Census census, string? experiment, string when, HashSet<string> told)
    {
        var agreement = Agreement.Of(oracle, census.Replicas);
        var untold = agreement.Others.Where(replica => !told.Contains(replica.Pod)).ToList();
        if (untold.Count == 0)
            yield break;

        told.UnionWith(untold.Select(replica => replica.Pod));
        var reference = agreement.Majority[0];
        var asked = agreement.Majority.Count + agreement.Others.Count;
        var differences = untold.ConvertAll(replica => $"pod {replica.Pod} {Difference(reference, replica)}");
        yield return Wrong(
            experiment,
            $"{agreement.Others.Count} of {Wording.Count(asked, "replica")} disagree with the rest {when} (divergence {agreement.Divergence:0.##}): against pod {reference.Pod}, {string.Join("; ", differences)}"
        );
    }

    private string Difference(ReplicaState reference, ReplicaState other)
    {
        var differences = new List<string>();
        if (!string.Equals(reference.Digest, other.Digest, StringComparison.Ordinal))
            differences.Add($"has state digest {Name(other.Digest)} instead of {Name(reference.Digest)}");

        if (!string.Equals(reference.ModelVersion, other.ModelVersion, StringComparison.Ordinal))
            differences.Add($"has model version {Name(other.ModelVersion)} instead of {Name(reference.ModelVersion)}");

        var ids = reference
            .Answers.Where(answer =>
                !other.Answers.TryGetValue(answer.Key, out var its) || !oracle.IsRight(answer.Value, its)
            )
            .Select(answer => answer.Key)
            .ToList();

        if (ids.Count > 0)
        {
            differences.Add($"answers {Wording.Count(ids.Count, "golden request")} differently ({Wording.List(ids)})");
        }

        return differences.Count == 0 ? "answers other requests" : string.Join(" and ", differences);
    }

    private static IEnumerable<ReplicaState> Asked(Census census) =>
        census.Replicas.Where(replica => replica.Error is null);

    private static bool IsSteadyState(Census census) =>
        string.Equals(census.When, Census.SteadyState, StringComparison.Ordinal);

    /// <summary>Enough of a digest to tell it from another; the report holds all of it.</summary>
    private static string Name(string? state) =>
        state switch
        {
            null => "none",
            { Length: > 19 } => $"{state[..19]}...",
            _ => state,
        };

    private static Finding Wrong(string? experiment, FormattableString summary) =>
        new()
        {
            Verdict = Verdict.Regression,
            Experiment = experiment,
            Summary = FormattableString.Invariant(summary),
        };

    private static Finding Unknown(string? experiment, string summary) =>
        new()
        {
            Verdict = Verdict.Inconclusive,
            Experiment = experiment,
            Summary = summary,
        };
}
