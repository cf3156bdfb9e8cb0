using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Html;

/// <summary>Each experiment: what its users saw, where the recoveries spent their time, and every injection.</summary>
internal static class ExperimentsPart
{
    public static Markup Render(RunResult result) =>
        Markup.Join(result.Experiments.Select(experiment => Render(result, experiment)));

    private static Markup Render(RunResult result, ExperimentResult experiment)
    {
        var summary = ExperimentSummary.Of(result, experiment);
        return Markup.Of(
            $"""
            <article>
            <h3>{experiment.Name} <code>{experiment.Fault}</code></h3>
            <p>{summary.Valid} of {experiment.Planned} injections count.{Mean(summary)}{Wrong(summary)}</p>
            {Note(experiment.Refused)}{Note(experiment.Unstable)}{TimelineChart.Render(
                result,
                experiment
            )}{PhasesChart.Render(result, experiment)}{Injections(experiment)}</article>

            """
        );
    }

    private static Markup Mean(ExperimentSummary summary) =>
        summary.Recovery.MeanTimeToRecovery is { } mean
            ? Markup.Of($" Mean time to recovery (MTTR): {Amount.Of(mean)}.")
            : Markup.None;

    private static Markup Wrong(ExperimentSummary summary) =>
        summary.Wrong == 0
            ? Markup.None
            : Markup.Of($" <strong>{summary.Wrong} answers were in time but wrong.</strong>");

    private static Markup Note(string? text) =>
        text is null ? Markup.None : Markup.Of($"<p class=\"note\">{text}</p>\n");

    private static Markup Injections(ExperimentResult experiment)
    {
        var table = new HtmlTable(
            $"Injections of {experiment.Name}",
            ">",
            "Hit",
            ">Recovery",
            ">Outage",
            ">p50",
            ">p99",
            ">Good requests",
            "What proved it"
        );
        foreach (var injection in experiment.Injections)
            table.Add(
                Markup.Of($"{injection.Number}"),
                Markup.Of($"{string.Join(", ", injection.Victims)}"),
                Recovery(injection),
                Markup.Of($"{(injection.OutageCensored ? "≥ " : "")}{Amount.Of(injection.Outage)}"),
                Time(injection.Latency?.P50),
                Time(injection.Latency?.P99),
                injection.Sent == 0
                    ? Markup.None
                    : Markup.Of($"{Amount.Share((double)injection.Good / injection.Sent)}"),
                Proof(injection)
            );
        return table.IsEmpty
            ? Markup.None
            : Markup.Of($"<details><summary>Every injection</summary>\n{table.Render()}</details>\n");
    }

    private static Markup Recovery(Injection injection) =>
        injection switch
        {
            { IsValid: false } => new Markup("does not count"),
            { RecoveryTime: { } time } => Time(time),
            _ => Markup.Of($"never within {Amount.Of(injection.Watched)}"),
        };

    private static Markup Time(TimeSpan? time) => time is { } known ? Markup.Of($"{Amount.Of(known)}") : Markup.None;

    private static Markup Proof(Injection injection) =>
        Markup.Of($"{injection.Void ?? injection.Proof}{(injection.Reverted is null ? "" : "; ")}{injection.Reverted}");
}
