using System.CommandLine;
using ResilienceGate.Core.Reports;
using ResilienceGate.Core.Reports.Markdown;

namespace ResilienceGate.Reports;

/// <summary><c>report RESULT.json</c>: the Markdown report once more, from the JSON report.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var result = new Argument<string>("RESULT.json") { Description = "The JSON report of a run" };
        var command = new Command(
            "report",
            """
            Renders the Markdown report of a run again, from its JSON report.

            Example: resilience-gate report resilience-gate-report/result.json > report.md
            """
        )
        {
            result,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                var streams = parsed.InvocationConfiguration;
                var path = parsed.GetRequiredValue(result);
                try
                {
                    var run = ResultDocument.Read(await File.ReadAllTextAsync(path, ct), path);
                    await streams.Output.WriteAsync(MarkdownReport.Render(run));
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
