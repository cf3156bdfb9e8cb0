using System.CommandLine;
using ResilienceGate.Core.Reports.Markdown;
using ResilienceGate.Reports;

namespace ResilienceGate.Tests.Reports;

public sealed class ReportWriterTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("reports-").FullName;

    [Fact]
    public async Task Both_reports_are_written_and_replace_earlier_ones()
    {
        var ct = TestContext.Current.CancellationToken;
        var writer = new ReportWriter(Path.Combine(directory, "new", "folder"));
        await writer.WriteAsync(SampleRuns.Regression, ct);
        var paths = await writer.WriteAsync(SampleRuns.Pass, ct);

        Assert.Equal(MarkdownReport.Render(SampleRuns.Pass), await File.ReadAllTextAsync(paths.Markdown, ct));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(directory, "new", "folder")).Length);
    }

    [Fact]
    public async Task The_report_command_renders_what_was_written()
    {
        var paths = await new ReportWriter(directory).WriteAsync(
            SampleRuns.Regression,
            TestContext.Current.CancellationToken
        );

        var (exit, output, error) = await ReportAsync(paths.Json);

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(MarkdownReport.Render(SampleRuns.Regression), output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1")]
    public async Task A_file_that_is_no_result_is_refused_in_one_line(string content)
    {
        var path = Path.Combine(directory, "result.json");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);

        var (exit, output, error) = await ReportAsync(path);

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith(path, error, StringComparison.Ordinal);
        Assert.Contains("not a result", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_missing_file_is_refused()
    {
        var (exit, _, error) = await ReportAsync(Path.Combine(directory, "nothing.json"));

        Assert.Equal(2, exit);
        Assert.Contains("nothing.json", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static async Task<(int Exit, string Output, string Error)> ReportAsync(string path)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await new RootCommand { ReportCommand.Create() }
            .Parse(["report", path])
            .InvokeAsync(
                new InvocationConfiguration { Output = output, Error = error },
                TestContext.Current.CancellationToken
            );
        return (exit, output.ToString(), error.ToString());
    }
}
