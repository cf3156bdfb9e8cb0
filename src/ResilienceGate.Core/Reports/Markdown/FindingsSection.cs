using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>Every comparison with its numbers, and below it what else was found to hold.</summary>
internal static class FindingsSection
{
    public static string Render(RunResult result)
    {
        var table = new MarkdownTable(
            "",
            "Experiment",
            "Metric",
            ">Baseline",
            ">Now",
            ">Change (95 % interval)",
            ">Allowed"
        );
        foreach (var finding in result.Findings)
        {
            if (finding is not { Metric: { } metric, Evidence: { } evidence })
                continue;
            table.Add(
                MarkdownReport.Sign(finding.Verdict),
                finding.Experiment is { } name ? MarkdownText.Escape(name) : "*all*",
                metric.Name(),
                Amount.Of(metric, evidence.Baseline),
                Amount.Of(metric, evidence.Candidate),
                Amount.Change(metric, evidence),
                Amount.Margin(metric, evidence.Margin)
            );
        }

        var held = string.Concat(
            result
                .Findings.Where(f => f.Verdict is Judgement.Verdict.Pass && f.Evidence is null)
                .Select(f => $"- {MarkdownReport.Sign(f.Verdict)} {MarkdownText.Escape(f.Summary)}\n")
        );
        return held.Length == 0 ? table.ToString() : $"{table}\n{held}".TrimStart('\n');
    }
}
