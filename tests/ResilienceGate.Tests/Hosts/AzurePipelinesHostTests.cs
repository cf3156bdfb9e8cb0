using ResilienceGate.Core.Judgement;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.AzureDevOps;

namespace ResilienceGate.Tests.Hosts;

public sealed class AzurePipelinesHostTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void An_issue_stands_on_its_line_with_every_sign_escaped()
    {
        Host()
            .Annotate(
                new Annotation(AnnotationLevel.Error, "100% lost; [sic]\r\nnext")
                {
                    Title = "Regression",
                    File = "a;b]c%.yaml",
                    Line = 12,
                    Column = 3,
                }
            );

        Assert.Equal(
            "##vso[task.logissue type=error;sourcepath=a%3Bb%5Dc%AZP25.yaml;linenumber=12;columnnumber=3;]"
                + "Regression: 100%AZP25 lost; [sic]%0D%0Anext\n",
            _output.ToString()
        );
    }

    [Fact]
    public async Task Commands_are_those_of_the_agent()
    {
        var host = Host();
        host.Progress(40, "a pod is killed");
        host.SetOutput("report-json", "/tmp/result.json");
        host.SaveState("run", "rg-1");
        await host.PublishSummaryAsync("/tmp/report.md", TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            ##vso[task.setprogress value=40;]a pod is killed
            ##vso[task.setvariable variable=reportJson;isoutput=true;]/tmp/result.json
            ##vso[task.settaskvariable variable=run;]rg-1
            ##vso[task.uploadsummary]/tmp/report.md

            """,
            _output.ToString()
        );
    }

    [Theory]
    [InlineData(Conclusion.Success, "")]
    [InlineData(Conclusion.Warning, "##vso[task.complete result=SucceededWithIssues;]why\n")]
    [InlineData(Conclusion.Failure, "##vso[task.complete result=Failed;]why\n")]
    public void The_task_ends_as_the_run_was_concluded(Conclusion conclusion, string expected)
    {
        Host().Conclude(conclusion, "why");

        Assert.Equal(expected, _output.ToString());
    }

    [Fact]
    public void A_notice_is_a_line_and_the_eleventh_warning_too()
    {
        var host = Host();
        host.Annotate(new Annotation(AnnotationLevel.Notice, "n"));
        for (var i = 1; i <= 11; i++)
            host.Annotate(new Annotation(AnnotationLevel.Warning, $"w{i}"));

        var lines = _output.ToString().Split('\n');
        Assert.Equal("n", lines[0]);
        Assert.Equal(
            ["##vso[task.logissue type=warning;]w10", "warning: w11", ""],
            lines[10..],
            StringComparer.Ordinal
        );
    }

    public void Dispose() => _output.Dispose();

    private AzurePipelinesHost Host() => new(EnvironmentOf.Variables(), _output);
}
