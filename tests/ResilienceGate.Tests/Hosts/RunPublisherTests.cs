using ResilienceGate.Core.Judgement;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.AzureDevOps;
using ResilienceGate.Reports;
using ResilienceGate.Tests.Reports;

namespace ResilienceGate.Tests.Hosts;

public sealed class RunPublisherTests
{
    private static readonly ReportPaths Paths = new(
        "/w/report/result.json",
        "/w/report/report.md",
        "/w/report/report.html"
    );

    [Fact]
    public void The_outputs_are_plain_words_and_numbers()
    {
        var outputs = RunOutputs.From(SampleRuns.Regression, Paths, path => path[3..]);

        Assert.Equal(
            """
            verdict=regression
            conclusion=failure
            regressions=1
            score=97.3
            report-json=report/result.json
            report-html=report/report.html
            summary-path=report/report.md
            run=rg-7f3a
            rollback-clean=true
            """,
            string.Join('\n', outputs.Select(o => $"{o.Key}={o.Value}"))
        );
    }

    [Fact]
    public void A_run_that_left_something_behind_says_so()
    {
        var outputs = RunOutputs.From(SampleRuns.Cancelled, Paths, path => path);

        Assert.Equal(("false", ""), (outputs["rollback-clean"], outputs["score"]));
        Assert.Equal("A fault was left behind", RunAnnotations.From(SampleRuns.Cancelled)[0].Title);
    }

    [Fact]
    public void A_regression_is_an_error_on_the_line_of_its_experiment()
    {
        var annotation = Assert.Single(RunAnnotations.From(SampleRuns.Regression));

        Assert.Equal(
            (AnnotationLevel.Error, "resilience-gate.yaml", 12, "Regression: a pod is killed"),
            (annotation.Level, annotation.File, annotation.Line, annotation.Title)
        );
    }

    [Fact]
    public void What_the_policy_only_warns_of_is_a_warning() =>
        Assert.Equal(
            AnnotationLevel.Warning,
            Assert.Single(RunAnnotations.From(SampleRuns.Regression with { Conclusion = Conclusion.Warning })).Level
        );

    [Fact]
    public void A_baseline_that_could_not_be_updated_is_a_warning()
    {
        var failed = SampleRuns.Pass with { BaselineAction = "could not be updated: disk full", BaselineFailed = true };

        var annotation = Assert.Single(RunAnnotations.From(failed));

        Assert.Equal(
            (AnnotationLevel.Warning, "The baseline could not be updated: disk full"),
            (annotation.Level, annotation.Message)
        );
    }

    [Fact]
    public async Task A_regression_reaches_Azure_as_it_is_written_here()
    {
        using var output = new StringWriter { NewLine = "\n" };

        await new RunPublisher(new AzurePipelinesHost(EnvironmentOf.Variables(), output)).PublishAsync(
            SampleRuns.Regression,
            Paths,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            """
            ##vso[task.logissue type=error;sourcepath=resilience-gate.yaml;linenumber=12;]Regression: a pod is killed: recovery-time of 'a pod is killed': 4.1 s -> 9.1 s (+122 %AZP25, 95 %AZP25 CI +110..+140 %AZP25); load takes 5.0 s longer
            ##vso[task.setvariable variable=verdict;isoutput=true;]regression
            ##vso[task.setvariable variable=conclusion;isoutput=true;]failure
            ##vso[task.setvariable variable=regressions;isoutput=true;]1
            ##vso[task.setvariable variable=score;isoutput=true;]97.3
            ##vso[task.setvariable variable=reportJson;isoutput=true;]/w/report/result.json
            ##vso[task.setvariable variable=reportHtml;isoutput=true;]/w/report/report.html
            ##vso[task.setvariable variable=summaryPath;isoutput=true;]/w/report/report.md
            ##vso[task.setvariable variable=run;isoutput=true;]rg-7f3a
            ##vso[task.setvariable variable=rollbackClean;isoutput=true;]true
            ##vso[task.uploadsummary]/w/report/report.md
            ##vso[task.complete result=Failed;]Regression: shop/deployment/recommender, score 97.3 of 100

            """,
            output.ToString()
        );
    }

    [Fact]
    public async Task A_host_that_takes_nothing_gets_a_warning_and_the_run_goes_on()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var environment = EnvironmentOf.Variables(
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_OUTPUT", "/no/such/folder/output")
        );

        await new RunPublisher(CiHost.Detect(environment, output, isRedirected: true)).PublishAsync(
            SampleRuns.Pass,
            Paths,
            TestContext.Current.CancellationToken
        );

        Assert.StartsWith(
            "::warning::The result could not be shown on GitHub Actions: ",
            output.ToString(),
            StringComparison.Ordinal
        );
    }
}
