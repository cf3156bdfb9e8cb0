using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Html;

/// <summary>Every comparison with its numbers, and below it what they do not prove and what else was found to hold.</summary>
internal static class FindingsPart
{
    public static Markup Render(RunResult result)
    {
        var table = new HtmlTable(
            "Every comparison with the accepted versions",
            "Verdict",
            "Experiment",
            "Metric",
            ">Baseline",
            ">Now",
            ">Change (95 % interval)",
            ">Allowed",
            ">Detectable"
        );
        foreach (var finding in result.Findings)
        {
            if (finding is not { Metric: { } metric, Evidence: { } evidence })
                continue;
            table.Add(
                HtmlReport.Word(finding),
                finding.Experiment is { } name ? Markup.Of($"{name}") : new Markup("<em>all</em>"),
                Markup.Of($"{metric.Name()}"),
                Markup.Of($"{Amount.Of(metric, evidence.Baseline)}"),
                Markup.Of($"{Amount.Of(metric, evidence.Candidate)}"),
                Markup.Of($"{Amount.Change(metric, evidence)}"),
                Markup.Of($"{Amount.Worse(metric, evidence.Margin)}"),
                Markup.Of($"{Amount.Worse(metric, evidence.Detectable)}")
            );
        }
        var note = table.IsEmpty
            ? Markup.None
            : new Markup(
                "<p class=\"note\">Detectable: the change that a run like this one proves nine times in ten.</p>\n"
            );
        var told = Markup.Join(
            result
                .Findings.Where(f => f.IsUnproven || f is { Verdict: Verdict.Pass, Evidence: null })
                .Select(f => Markup.Of($"<li>{HtmlReport.Word(f)}: {f.Summary}</li>\n"))
        );
        return told.Text.Length == 0
            ? Markup.Of($"{table.Render()}{note}")
            : Markup.Of($"{table.Render()}{note}<ul>\n{told}</ul>\n");
    }
}
