using System.Text.Json;
using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement.Cases;
using ResilienceGate.Core.Judgement.Duets;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Commands.Judging;

/// <summary>Turns the numbers of a run into those that are judged.</summary>
/// <param name="run">As it was read.</param>
/// <param name="where">Names it in errors: <c>baseline[2]</c>.</param>
internal sealed class MeasuredRun(RunLine run, string where)
{
    private const double DefaultPeriod = 0.1;

    private const double DefaultWatched = 120;

    public TimeSpan RecoveryPeriod =>
        run.RecoveryPeriod is null or (> 0 and < 3600)
            ? TimeSpan.FromSeconds(run.RecoveryPeriod ?? DefaultPeriod)
            : throw new JsonException($"{where}: recovery-period is not a number of seconds.");

    /// <exception cref="JsonException">A value that cannot be.</exception>
    public AcceptedRun ToAccepted() =>
        new()
        {
            Run = where,
            At = DateTimeOffset.UnixEpoch,
            Replicas = 1,
            RecoveryPeriod = RecoveryPeriod,
            Experiments = run
                .Experiments.Select(experiment => (experiment.Key, Values: Valid(experiment.Key)))
                .Where(experiment => experiment.Values.Count > 0)
                .ToDictionary(
                    experiment => experiment.Key,
                    experiment => (IReadOnlyList<InjectionValues>)experiment.Values,
                    StringComparer.Ordinal
                ),
        };

    /// <exception cref="JsonException">A value that cannot be.</exception>
    public IReadOnlyDictionary<string, MeasuredExperiment> ToMeasured() =>
        run.Experiments.ToDictionary(
            experiment => experiment.Key,
            experiment => new MeasuredExperiment(
                experiment.Value.Planned ?? Injections(experiment.Key).Count,
                Valid(experiment.Key)
            ),
            StringComparer.Ordinal
        );

    /// <summary>Experiment by experiment, the n-th injection of this arm with the n-th of the other.</summary>
    /// <exception cref="JsonException">A value that cannot be, or arms that do not match.</exception>
    public IEnumerable<InjectionPair> PairedWith(MeasuredRun candidate)
    {
        foreach (var experiment in run.Experiments.Keys)
        {
            var accepted = Injections(experiment);
            var other = candidate.Injections(experiment);
            if (accepted.Count != other.Count)
                throw candidate.Wrong(experiment, $"has {other.Count} injections and its other arm {accepted.Count}");

            for (var i = 0; i < accepted.Count; i++)
                yield return new InjectionPair(experiment, accepted[i], other[i]);
        }
    }

    private List<InjectionValues> Valid(string experiment) => [.. Injections(experiment).OfType<InjectionValues>()];

    /// <summary>Null for an injection that does not count.</summary>
    private List<InjectionValues?> Injections(string experiment)
    {
        if (!run.Experiments.TryGetValue(experiment, out var line))
            throw Wrong(experiment, "is missing");

        var counts = new[]
        {
            line.RecoveryTime?.Count,
            line.Outage?.Count,
            line.P99?.Count,
            line.Availability?.Count,
            line.Valid?.Count,
        }
            .OfType<int>()
            .Distinct()
            .ToList();
        if (counts is not [var count])
            throw Wrong(experiment, "needs one value for each injection, equally many of each metric");

        var injections = new List<InjectionValues?>(count);
        for (var i = 0; i < count; i++)
            injections.Add(line.Valid?[i] is false ? null : Values(experiment, line, i));

        return injections;
    }

    private InjectionValues Values(string experiment, ExperimentLine line, int i) =>
        new()
        {
            RecoveryTime = Time(experiment, line.RecoveryTime?[i].Seconds),
            // Nobody waited for a recovery that is not told of at all.
            Watched = line.RecoveryTime is null ? 0 : Time(experiment, line.Watched) ?? DefaultWatched,
            Outage = Time(experiment, line.Outage?[i]),
            P99 = Time(experiment, line.P99?[i]),
            Unavailability = line.Availability?[i] switch
            {
                null => null,
                >= 0 and <= 1 and var share => 1 - share,
                var share => throw Wrong(experiment, $"has an availability of {share:R}, which is no share of 0 to 1"),
            },
            Phases = new Dictionary<Phase, double>(),
        };

    private double? Time(string experiment, double? seconds) =>
        seconds is null or >= 0 ? seconds : throw Wrong(experiment, $"has a time of {seconds:R} s");

    private JsonException Wrong(string experiment, string what) => new($"{where}.experiments.{experiment} {what}.");
}
