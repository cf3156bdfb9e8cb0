using System.Text;
using ResilienceGate.Core.Reports;
using ResilienceGate.Core.Reports.Html;
using ResilienceGate.Core.Reports.Markdown;

namespace ResilienceGate.Reports;

/// <summary>Writes the reports of a run into one directory.</summary>
internal sealed class ReportWriter
{
    public const string JsonName = "result.json";

    public const string MarkdownName = "report.md";

    public const string HtmlName = "report.html";

    private readonly ReportPaths _paths;

    private ReportWriter(ReportPaths paths) => _paths = paths;

    /// <summary>
    /// Makes the directory when there is none, and takes the reports of an earlier run away: a pipeline that publishes
    /// what it finds must not find them when this run comes to nothing.
    /// </summary>
    /// <exception cref="UsageException">Nothing can be written there.</exception>
    public static ReportWriter Open(string directory)
    {
        try
        {
            var folder = Directory.CreateDirectory(directory).FullName;
            var paths = new ReportPaths(
                Path.Combine(folder, JsonName),
                Path.Combine(folder, MarkdownName),
                Path.Combine(folder, HtmlName)
            );
            foreach (var path in (string[])[paths.Json, paths.Markdown, paths.Html])
            {
                File.Delete(path);
                // An empty directory may still take no file.
                File.WriteAllBytes(Part(path), []);
                File.Delete(Part(path));
            }
            return new ReportWriter(paths);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(
                $"No report can be written into '{directory}': {e.Message} Name another directory with --report-dir.",
                e
            );
        }
    }

    /// <exception cref="GateException">What could be written before cannot be written any more.</exception>
    public async Task<ReportPaths> WriteAsync(RunResult result, CancellationToken ct)
    {
        try
        {
            await ReplaceAsync(_paths.Json, Encoding.UTF8.GetBytes(ResultDocument.Write(result)), ct);
            await ReplaceAsync(_paths.Markdown, Encoding.UTF8.GetBytes(MarkdownReport.Render(result)), ct);
            await ReplaceAsync(_paths.Html, Encoding.UTF8.GetBytes(HtmlReport.Render(result)), ct);
            return _paths;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateException($"The run is over, and its report cannot be written: {e.Message}", e);
        }
    }

    // A reader sees the old file or the new one, never a half.
    private static async Task ReplaceAsync(string path, byte[] content, CancellationToken ct)
    {
        await File.WriteAllBytesAsync(Part(path), content, ct);
        File.Move(Part(path), path, overwrite: true);
    }

    private static string Part(string path) => $"{path}.part";
}
