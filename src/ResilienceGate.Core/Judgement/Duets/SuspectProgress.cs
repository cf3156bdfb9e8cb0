using System.Globalization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>What is known of one suspect, for whoever watches.</summary>
/// <param name="Experiment">Null: the mean over the experiments.</param>
/// <param name="Sentence"><c>recovery-time of 'a pod is killed': +48 % after 3 pairs (95 % CI +12..+95 %), undecided</c>.</param>
public sealed record SuspectProgress(
    Metric Metric,
    string? Experiment,
    int Pairs,
    DuetState State,
    Comparison? Seen,
    string Sentence
)
{
    internal static SuspectProgress Of(Suspect suspect, int suspects)
    {
        var metric = suspect.Scale.Metric;
        var seen = suspect.Seen is { HasInterval: true } difference ? difference.Compare(0, suspects) : null;
        return new SuspectProgress(
            metric,
            suspect.Experiment,
            suspect.Pairs,
            suspect.State,
            seen,
            $"{metric.Name()} {Wording.Of(suspect.Experiment)}: {Known(suspect, seen)}"
        );
    }

    private static string Known(Suspect suspect, Comparison? seen)
    {
        if (seen is null)
            return suspect.Pairs == 0 ? "no pair yet" : "too few pairs to say";

        var metric = suspect.Scale.Metric;
        var state = suspect.State switch
        {
            DuetState.Regression => "a regression",
            DuetState.Cleared => "cleared",
            _ => "undecided",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Wording.Change(metric, seen.Change)} after {Wording.Count(suspect.Pairs, "pair")} (95 % CI {Wording.Interval(metric, seen.ChangeLow, seen.ChangeHigh)}), {state}"
        );
    }
}
