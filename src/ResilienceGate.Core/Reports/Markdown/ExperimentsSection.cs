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
            ">Recovery time (longest)",
            ">Outage",
            ">p99",
            ">Availability",
            ">Wrong answers"
        );
        var summaries = result
            .Experiments.Select(e => (Experiment: e, Summary: ExperimentSummary.Of(result, e)))
            .ToList();
        foreach (var (experiment, summary) in summaries)
        {
            var outage = Typical(summary, Metric.Outage);
            table.Add(
                MarkdownText.Escape(experiment.Name),
                MarkdownText.Code(experiment.Fault),
                Invariant($"{summary.Valid} of {experiment.Planned}"),
                Recovery(summary),
                summary.OutagesCensored > 0 ? $"≥ {outage}" : outage,
                Typical(summary, Metric.P99),
                Typical(summary, Metric.Availability),
                Invariant($"{summary.Wrong}")
            );
        }

        var text = table.ToString();
        if (summaries.Exists(s => s.Summary.Typical.Count > 0))
            text += "\nThe numbers are those of the typical injection, as the findings compare them.\n";
        var notes = string.Concat(summaries.SelectMany(s => Notes(s.Experiment, s.Summary)));
        return notes.Length == 0 ? text : $"{text}\n{notes}";
    }

    private static string Typical(ExperimentSummary summary, Metric metric) =>
        summary.Typical.TryGetValue(metric, out var value) ? Amount.Of(metric, value) : "";

    private static string Recovery(ExperimentSummary summary) =>
        (summary.LongestRecovery, summary.Recovery.NeverRecovered) switch
        {
            ({ } longest, 0) => $"{Typical(summary, Metric.RecoveryTime)} ({Amount.Of(longest)})",
            ({ }, var never) => Invariant($"{Typical(summary, Metric.RecoveryTime)} (never: {never})"),
            (_, 0) => "",
            (_, var never) => Invariant($"never: {never}"),
        };

    private static IEnumerable<string> Notes(ExperimentResult experiment, ExperimentSummary summary)
    {
        if (summary.OutagesCensored > 0)
            yield return Invariant(
                $"- {MarkdownText.Escape(experiment.Name)}: the outage had not ended when the observation did in {summary.OutagesCensored} of {summary.Valid} injections, and was longer than what is told; a longer `observe` sees its end\n"
            );
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
