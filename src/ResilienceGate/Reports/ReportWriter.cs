using System.Text;
using ResilienceGate.Core.Reports;
using ResilienceGate.Core.Reports.Markdown;

namespace ResilienceGate.Reports;

/// <summary>Writes the reports of a run into one directory.</summary>
internal sealed class ReportWriter(string directory)
{
    public const string JsonName = "result.json";

    public const string MarkdownName = "report.md";

    /// <summary>Makes the directory when there is none, and replaces the reports of an earlier run.</summary>
    public async Task<ReportPaths> WriteAsync(RunResult result, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(directory).FullName;
        var paths = new ReportPaths(Path.Combine(folder, JsonName), Path.Combine(folder, MarkdownName));
        await ReplaceAsync(paths.Json, Encoding.UTF8.GetBytes(ResultDocument.Write(result)), ct);
        await ReplaceAsync(paths.Markdown, Encoding.UTF8.GetBytes(MarkdownReport.Render(result)), ct);
        return paths;
    }

    // A reader sees the old file or the new one, never a half.
    private static async Task ReplaceAsync(string path, byte[] content, CancellationToken ct)
    {
        var part = $"{path}.part";
        await File.WriteAllBytesAsync(part, content, ct);
        File.Move(part, path, overwrite: true);
    }
}
