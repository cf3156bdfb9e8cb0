using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;
using ResilienceGate.Reports;
using Spectre.Console;

namespace ResilienceGate.Hosts.Console;

/// <summary>The last thing of a run that a person reads: the verdict and why, what was undone, and where to go on.</summary>
internal sealed class FinalScreen(IAnsiConsole console)
{
    public void Show(RunResult result)
    {
        console.WriteLine();
        console.Write(new Text(RunSentences.Headline(result) + Environment.NewLine, StyleOf(result.Verdict)));
        if (result.EndedEarly is { } early)
            console.WriteLine($"The run ended before its plan did: {early}");
        console.WriteLine(RunSentences.Basis(result));
        foreach (var reason in RunSentences.Reasons(result))
            Item(reason.Summary, StyleOf(reason.Verdict));

        if (Findings(result) is { } findings)
        {
            console.WriteLine();
            console.Write(findings);
        }

        console.WriteLine();
        console.Write(
            new Text(
                RunSentences.CleanUp(result.CleanUp) + Environment.NewLine,
                result.CleanUp.IsClean ? Style.Plain : StyleOf(Verdict.Regression)
            )
        );
        foreach (var left in result.CleanUp.Left)
            Item(left, StyleOf(Verdict.Regression));
        console.WriteLine($"Baseline: {result.BaselineAction}");
    }

    public void Show(ReportPaths paths)
    {
        console.WriteLine($"Reports:  {paths.Html}");
        console.WriteLine($"          {paths.Markdown}");
        console.WriteLine($"          {paths.Json}");
    }

    private static Table? Findings(RunResult result)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (
            var heading in (string[])
                ["Verdict", "Experiment", "Metric", "Baseline", "Now", "Change (95 %)", "Allowed", "Detectable"]
        )
            table.AddColumn(new TableColumn(new Text(heading)));
        foreach (var finding in result.Findings)
        {
            if (finding is not { Metric: { } metric, Evidence: { } evidence })
                continue;
            table.AddRow(
                finding.IsUnproven
                    ? new Text("Not proven", StyleOf(Verdict.Inconclusive))
                    : new Text(finding.Verdict.ToString(), StyleOf(finding.Verdict)),
                new Text(finding.Experiment ?? "all"),
                new Text(metric.Name()),
                new Text(Amount.Of(metric, evidence.Baseline)),
                new Text(Amount.Of(metric, evidence.Candidate)),
                new Text(Amount.Change(metric, evidence)),
                new Text(Amount.Worse(metric, evidence.Margin)),
                new Text(Amount.Worse(metric, evidence.Detectable))
            );
        }
        return table.Rows.Count == 0 ? null : table;
    }

    private void Item(string text, Style style) =>
        console.Write(new Padder(new Text(text, style), new Padding(2, 0, 0, 0)));

    private static Style StyleOf(Verdict verdict) =>
        verdict switch
        {
            Verdict.Pass => new Style(Color.Green),
            Verdict.Inconclusive => new Style(Color.Yellow),
            _ => new Style(Color.Red, decoration: Decoration.Bold),
        };
}
