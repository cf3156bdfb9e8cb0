using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>Every comparison with its numbers, and below it what they do not prove and what else was found to hold.</summary>
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
            ">Allowed",
            ">Detectable"
        );
        foreach (var finding in result.Findings)
        {
            if (finding is not { Metric: { } metric, Evidence: { } evidence })
                continue;
            table.Add(
                Sign(finding),
                finding.Experiment is { } name ? MarkdownText.Escape(name) : "*all*",
                metric.Name(),
                Amount.Of(metric, evidence.Baseline),
                Amount.Of(metric, evidence.Candidate),
                Amount.Change(metric, evidence),
                Amount.Worse(metric, evidence.Margin),
                Amount.Worse(metric, evidence.Detectable)
            );
        }

        var compared = table.ToString();
        if (compared.Length > 0)
            compared += "\nDetectable: the change that a run like this one proves nine times in ten.\n";
        var told = string.Concat(
            result
                .Findings.Where(f => f.IsUnproven || f is { Verdict: Verdict.Pass, Evidence: null })
                .Select(f => $"- {Sign(f)} {MarkdownText.Escape(f.Summary)}\n")
        );
        return told.Length == 0 ? compared : $"{compared}\n{told}".TrimStart('\n');
    }

    private static string Sign(Finding finding) => finding.IsUnproven ? "❔" : MarkdownReport.Sign(finding.Verdict);
}
