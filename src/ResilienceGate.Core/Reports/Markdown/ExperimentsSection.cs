using System.Globalization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>What was broken and how the model held, one row an experiment; below it what does not count and why.</summary>
internal static class ExperimentsSection
{
    public static string Render(RunResult result)
    {
        var table = new MarkdownTable(
            "Experiment",
            "Fault",
            ">Valid injections",
            ">MTTR (longest recovery)",
            ">Outage, median",
            ">p99, median",
            ">Availability",
            ">Wrong answers"
        );
        foreach (var experiment in result.Experiments)
        {
            var summary = ExperimentSummary.Of(experiment);
            table.Add(
                MarkdownText.Escape(experiment.Name),
                MarkdownText.Code(experiment.Fault),
                Invariant($"{summary.Valid} of {experiment.Planned}"),
                Recovery(summary),
                summary.MedianOutage is { } outage ? Amount.Of(outage) : "",
                summary.MedianP99 is { } p99 ? Amount.Of(p99) : "",
                summary.Availability is { } share ? Amount.Share(share) : "",
                Invariant($"{summary.Wrong}")
            );
        }
        var notes = string.Concat(result.Experiments.SelectMany(Notes));
        return notes.Length == 0 ? table.ToString() : $"{table}\n{notes}";
    }

    private static string Recovery(ExperimentSummary summary) =>
        (summary.Recovery.MeanTimeToRecovery, summary.LongestRecovery, summary.Recovery.NeverRecovered) switch
        {
            ({ } mean, { } longest, 0) => $"{Amount.Of(mean)} ({Amount.Of(longest)})",
            ({ } mean, _, var never) => Invariant($"{Amount.Of(mean)} (never: {never})"),
            (_, _, 0) => "",
            (_, _, var never) => Invariant($"never: {never}"),
        };

    private static IEnumerable<string> Notes(ExperimentResult experiment)
    {
        if (experiment.Refused is { } refused)
            yield return $"- {MarkdownText.Escape(experiment.Name)}: {MarkdownText.Escape(refused)}\n";
        if (experiment.Unstable is { } seen)
            yield return Invariant(
                $"- {MarkdownText.Escape(experiment.Name)} ended after {experiment.Injections.Count} of {experiment.Planned} injections: {MarkdownText.Escape(seen)}\n"
            );
        foreach (var injection in experiment.Injections)
        {
            if (injection.Void is { } reason)
                yield return Invariant(
                    $"- {MarkdownText.Escape(experiment.Name)}, injection {injection.Number} does not count: {MarkdownText.Escape(reason)}\n"
                );
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
