using System.CommandLine;
using ResilienceGate.Core.Reports.Markdown;
using ResilienceGate.Reports;

namespace ResilienceGate.Tests.Reports;

public sealed class ReportWriterTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("reports-").FullName;

    [Fact]
    public async Task The_reports_are_written_and_replace_earlier_ones()
    {
        var ct = TestContext.Current.CancellationToken;
        var writer = ReportWriter.Open(Path.Combine(directory, "new", "folder"));
        await writer.WriteAsync(SampleRuns.Regression, ct);
        var paths = await writer.WriteAsync(SampleRuns.Pass, ct);

        Assert.Equal(MarkdownReport.Render(SampleRuns.Pass), await File.ReadAllTextAsync(paths.Markdown, ct));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(directory, "new", "folder")).Length);
    }

    [Fact]
    public async Task The_reports_of_an_earlier_run_are_gone_before_the_next_one()
    {
        var paths = await ReportWriter
            .Open(directory)
            .WriteAsync(SampleRuns.Regression, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(directory, "notes.md"),
            "of somebody else",
            TestContext.Current.CancellationToken
        );

        ReportWriter.Open(directory);

        Assert.Equal([Path.Combine(directory, "notes.md")], Directory.GetFiles(directory));
        Assert.False(File.Exists(paths.Json));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("")]
    public void A_directory_that_cannot_be_written_into_is_wrong_usage(string name)
    {
        File.WriteAllText(Path.Combine(directory, "file"), "");
        var place = name.Length == 0 ? "" : Path.Combine(directory, name);

        var error = Assert.Throws<UsageException>(() => ReportWriter.Open(place));

        Assert.StartsWith($"No report can be written into '{place}'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Name another directory with --report-dir.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_takes_no_files_is_wrong_usage()
    {
        // What is written first stands in the way, as a missing permission would.
        Directory.CreateDirectory(Path.Combine(directory, "result.json.part"));

        Assert.Throws<UsageException>(() => ReportWriter.Open(directory));
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_after_all_is_an_error()
    {
        var writer = ReportWriter.Open(directory);
        Directory.CreateDirectory(Path.Combine(directory, "result.json.part"));

        var error = await Assert.ThrowsAsync<GateException>(() =>
            writer.WriteAsync(SampleRuns.Pass, TestContext.Current.CancellationToken)
        );

        Assert.StartsWith("The run is over, and its report cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_command_renders_what_was_written()
    {
        var paths = await ReportWriter
            .Open(directory)
            .WriteAsync(SampleRuns.Regression, TestContext.Current.CancellationToken);

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

        Assert.Equal(3, exit);
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
