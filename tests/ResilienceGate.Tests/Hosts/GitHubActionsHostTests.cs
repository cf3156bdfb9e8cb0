using System.Text;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.GitHub;

namespace ResilienceGate.Tests.Hosts;

public sealed class GitHubActionsHostTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("github-").FullName;
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void An_annotation_stands_on_its_line_with_every_sign_escaped()
    {
        Host()
            .Annotate(
                new Annotation(AnnotationLevel.Error, "100% lost:\r\nnext, line")
                {
                    Title = "Regression: a, b 50%",
                    File = Path.Combine(_directory, "k8s", "gate.yaml"),
                    Line = 12,
                    Column = 3,
                }
            );

        Assert.Equal(
            "::error file=k8s/gate.yaml,line=12,col=3,title=Regression%3A a%2C b 50%25::100%25 lost:%0D%0Anext, line\n",
            _output.ToString()
        );
    }

    [Fact]
    public void Commands_are_those_of_the_runner()
    {
        var host = Host();
        host.Annotate(new Annotation(AnnotationLevel.Notice, "n"));
        host.Annotate(new Annotation(AnnotationLevel.Warning, "w"));
        host.Conclude(Conclusion.Failure, "the exit code says it");

        Assert.Equal("::notice::n\n::warning::w\n", _output.ToString());
    }

    [Fact]
    public void The_eleventh_error_is_a_line_and_a_warning_still_has_room()
    {
        var host = Host();
        for (var i = 1; i <= 11; i++)
            host.Annotate(new Annotation(AnnotationLevel.Error, $"e{i}"));
        host.Annotate(new Annotation(AnnotationLevel.Warning, "w"));

        Assert.Equal(["::error::e10", "error: e11", "::warning::w"], Lines()[9..], StringComparer.Ordinal);
    }

    [Fact]
    public void A_long_message_is_cut_to_what_is_shown_and_never_within_a_character()
    {
        Assert.Equal(new string('a', 4096), AnnotationQuota.Cut(new string('a', 4096)));
        Assert.Equal(new string('a', 4093) + "...", AnnotationQuota.Cut(new string('a', 4097)));
        Assert.Equal(new string('a', 4092) + "...", AnnotationQuota.Cut(new string('a', 4092) + "😀aaaa"));
    }

    [Fact]
    public void Outputs_and_state_are_appended_between_delimiters()
    {
        var id = Guid.Parse("01234567-89ab-cdef-0123-456789abcdef");
        var path = Path.Combine(_directory, "output");
        File.WriteAllText(path, "before=1\n");
        var file = new FileCommand(() => id);

        file.Append(path, "verdict", "pass");
        file.Append(path, "run", "");

        Assert.Equal(
            $"before=1\nverdict<<ghadelimiter_{id}\npass\nghadelimiter_{id}\nrun<<ghadelimiter_{id}\n\nghadelimiter_{id}\n",
            File.ReadAllText(path)
        );
        Assert.Equal((byte)'b', File.ReadAllBytes(path)[0]);
    }

    [Theory]
    [InlineData("a\nb", "x")]
    [InlineData("a=b", "x")]
    [InlineData("a<<b", "x")]
    [InlineData("a", "x\nghadelimiter_00000000-0000-0000-0000-000000000000\nevil=1")]
    public void What_could_set_another_output_is_refused(string name, string value)
    {
        var path = Path.Combine(_directory, "output");

        Assert.Throws<ArgumentException>(() => new FileCommand(() => Guid.Empty).Append(path, name, value));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Output_and_state_go_to_their_own_files()
    {
        var (output, state) = (Path.Combine(_directory, "output"), Path.Combine(_directory, "state"));
        var host = Host(("GITHUB_OUTPUT", output), ("GITHUB_STATE", state));
        host.SetOutput("verdict", "pass");
        host.SaveState("run", "rg-1");

        Assert.Matches("^verdict<<(ghadelimiter_[-0-9a-f]{36})\npass\n\\1\n$", File.ReadAllText(output));
        Assert.Matches("^run<<(ghadelimiter_[-0-9a-f]{36})\nrg-1\n\\1\n$", File.ReadAllText(state));
    }

    [Fact]
    public void An_output_that_cannot_be_handed_on_is_told()
    {
        Host().SetOutput("verdict", "pass");

        Assert.Equal("GITHUB_OUTPUT is not set: verdict=pass reaches no other step.\n", _output.ToString());
    }

    [Fact]
    public async Task A_summary_is_appended_and_the_limit_counts_what_is_there()
    {
        var ct = TestContext.Current.CancellationToken;
        var summary = Path.Combine(_directory, "summary");
        await File.WriteAllTextAsync(summary, new string('x', StepSummary.Limit - 500) + "\n", ct);
        var report = Path.Combine(_directory, "report.md");
        await File.WriteAllTextAsync(report, string.Concat(Enumerable.Repeat("0123456789ü\n", 100)), ct);

        await Host(("GITHUB_STEP_SUMMARY", summary)).PublishSummaryAsync(report, ct);

        var text = await File.ReadAllTextAsync(summary, ct);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), StepSummary.Limit - 14, StepSummary.Limit);
        Assert.EndsWith($"0123456789ü\n{StepSummary.Note}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_that_fits_is_left_as_it_is() => Assert.Equal("a\r\nb", StepSummary.Fit("a\r\nb", used: 0));

    [Theory]
    [InlineData("k8s/gate.yaml", "k8s/gate.yaml")]
    [InlineData("../other/gate.yaml", "../other/gate.yaml")]
    [InlineData("..gate/gate.yaml", "..gate/gate.yaml")]
    public void Paths_outside_the_workspace_stay_as_they_are(string path, string expected) =>
        Assert.Equal(expected, Host().Locate(path));

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private GitHubActionsHost Host(params (string, string)[] variables) =>
        new(EnvironmentOf.Variables([("GITHUB_WORKSPACE", _directory), .. variables]), _output);

    private string[] Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
