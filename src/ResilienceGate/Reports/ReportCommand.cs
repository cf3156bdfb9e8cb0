using System.CommandLine;
using ResilienceGate.Core.Reports;
using ResilienceGate.Core.Reports.Html;
using ResilienceGate.Core.Reports.Markdown;

namespace ResilienceGate.Reports;

/// <summary><c>report RESULT.json</c>: a report for people once more, from the JSON report.</summary>
internal static class ReportCommand
{
    private const string Markdown = "markdown";

    private const string Html = "html";

    public static Command Create()
    {
        var result = new Argument<string>("RESULT.json") { Description = "The JSON report of a run" };
        var format = new Option<string>("--format")
        {
            Description = "markdown, for a pull request, or html, a page with charts",
            DefaultValueFactory = _ => Markdown,
        };
        format.AcceptOnlyFromAmong(Markdown, Html);
        var command = new Command(
            "report",
            """
            Renders the report of a run again, from its JSON report.

            Example: resilience-gate report resilience-gate-report/result.json --format html > report.html
            """
        )
        {
            result,
            format,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                var streams = parsed.InvocationConfiguration;
                var path = parsed.GetRequiredValue(result);
                try
                {
                    var run = ResultDocument.Read(await File.ReadAllTextAsync(path, ct), path);
                    await streams.Output.WriteAsync(
                        parsed.GetRequiredValue(format) is Html ? HtmlReport.Render(run) : MarkdownReport.Render(run)
                    );
                    return ExitCodes.Pass;
                }
                catch (Exception e) when (e is DocumentException or IOException or UnauthorizedAccessException)
                {
                    await streams.Error.WriteLineAsync(e.Message);
                    return ExitCodes.Invalid;
                }
            }
        );
        return command;
    }
}
