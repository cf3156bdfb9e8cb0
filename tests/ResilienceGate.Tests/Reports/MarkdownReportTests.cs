using System.Runtime.CompilerServices;
using CsCheck;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;
using ResilienceGate.Core.Reports.Markdown;

namespace ResilienceGate.Tests.Reports;

/// <summary>
/// Golden files: run the tests once with <c>UPDATE_GOLDEN=1</c> to write them anew, and read the difference.
/// </summary>
public sealed class MarkdownReportTests
{
    [Fact]
    public void A_pass_reads_as_its_golden_file() => AssertGolden("pass", SampleRuns.Pass);

    [Fact]
    public void A_regression_reads_as_its_golden_file() => AssertGolden("regression", SampleRuns.Regression);

    [Fact]
    public void An_inconclusive_run_reads_as_its_golden_file() => AssertGolden("inconclusive", SampleRuns.Inconclusive);

    [Fact]
    public void A_run_without_a_baseline_reads_as_its_golden_file() =>
        AssertGolden("without-baseline", SampleRuns.WithoutBaseline);

    [Fact]
    public void A_cancelled_run_reads_as_its_golden_file() => AssertGolden("cancelled", SampleRuns.Cancelled);

    [Fact]
    public void Every_row_of_a_table_has_the_cells_of_its_heading_whatever_the_names_contain() =>
        Gen.String[Gen.OneOf(Gen.Char["|\\`*_<>[]\n\r\t#-: "], Gen.Char.AlphaNumeric), 0, 30]
            .Sample(name =>
            {
                var experiment = SampleRuns.Pass.Experiments[0] with { Name = name, Fault = name };
                var markdown = MarkdownReport.Render(
                    SampleRuns.Pass with
                    {
                        Experiments = [experiment],
                        Target = name,
                        Findings = [.. SampleRuns.Pass.Findings.Select(f => f with { Experiment = name })],
                    }
                );

                var cells = 0;
                foreach (var line in markdown.Split('\n'))
                {
                    var now = line.StartsWith('|') ? Cells(line) : 0;
                    Assert.True(cells == 0 || now == 0 || now == cells, line);
                    cells = now;
                }
            });

    [Fact]
    public void A_name_is_never_markup() =>
        Assert.Contains(
            @"\<img src=x\> \*\*bold\*\* \[link\](x) \| cell next line",
            MarkdownReport.Render(
                SampleRuns.Pass with
                {
                    Experiments =
                    [
                        SampleRuns.Pass.Experiments[0] with
                        {
                            Name = "<img src=x> **bold** [link](x) | cell\nnext line",
                        },
                    ],
                }
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.0042, "4.2 ms")]
    [InlineData(0.183, "183 ms")]
    [InlineData(0.9996, "1.00 s")]
    [InlineData(4.117, "4.12 s")]
    [InlineData(42.04, "42.0 s")]
    [InlineData(361.2, "361 s")]
    public void Times_have_three_digits_and_their_unit(double seconds, string expected) =>
        Assert.Equal(expected, Amount.Seconds(seconds));

    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(0.99999, "99.99 %")]
    [InlineData(0.999, "99.9 %")]
    [InlineData(0.9999, "99.99 %")]
    [InlineData(0, "0 %")]
    public void A_share_is_never_rounded_up_to_all(double share, string expected) =>
        Assert.Equal(expected, Amount.Share(share));

    [Theory]
    [InlineData(Metric.RecoveryTime, 0.52, "+52 % (+31 to +76)")]
    [InlineData(Metric.Outage, 0.52, "+0.52 s (+0.31 to +0.76)")]
    [InlineData(Metric.Availability, 0.52, "+52 pp (+31 to +76)")]
    public void A_change_is_told_in_the_unit_of_its_metric(Metric metric, double change, string expected)
    {
        var evidence = SampleRuns.Pass.Findings[0].Evidence;
        Assert.NotNull(evidence);
        Assert.Equal(
            expected,
            Amount.Change(metric, evidence with { Change = change, ChangeLow = 0.31, ChangeHigh = 0.76 })
        );
    }

    [Fact]
    public void An_outage_that_did_not_end_is_told_as_a_lower_bound()
    {
        var experiment = SampleRuns.Pass.Experiments[0];
        var markdown = MarkdownReport.Render(
            SampleRuns.Pass with
            {
                Experiments =
                [
                    experiment with
                    {
                        Injections =
                        [
                            experiment.Injections[0] with
                            {
                                OutageCensored = true,
                            },
                            .. experiment.Injections.Skip(1),
                        ],
                    },
                ],
            }
        );

        Assert.Contains("| ≥ 100 ms |", markdown, StringComparison.Ordinal);
        Assert.Contains(
            "had not ended when the observation did in 1 of 5 injections",
            markdown,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Few_requests_tell_an_outage_less_exactly()
    {
        var environment = SampleRuns.Pass.Environment with { Rate = 0.5 };

        Assert.Contains(
            "0.5 requests a second; outages are told to 2.00 s",
            MarkdownReport.Render(SampleRuns.Pass with { Environment = environment }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Regressions_are_told_before_all_else()
    {
        var result = SampleRuns.Regression with
        {
            Findings =
            [
                new Finding { Verdict = Verdict.Inconclusive, Summary = "second" },
                new Finding { Verdict = Verdict.Regression, Summary = "first" },
            ],
        };

        Assert.Equal(["first", "second"], RunSentences.Reasons(result).Select(f => f.Summary), StringComparer.Ordinal);
    }

    [Fact]
    public void What_passes_without_proof_does_not_pass_without_a_word()
    {
        var unproven = SampleRuns.Pass with { Findings = [SampleRuns.Regression.Findings[1]] };

        Assert.EndsWith(
            "1 metric moved beyond what is allowed, which is not proven to be more than chance.",
            RunSentences.Basis(unproven),
            StringComparison.Ordinal
        );
    }

    private static int Cells(string row)
    {
        var cells = 0;
        for (var i = 1; i < row.Length; i++)
        {
            // An escaped pipe is part of its cell; GFM counts the backslashes before it.
            var backslashes = 0;
            while (row[i - 1 - backslashes] == '\\')
                backslashes++;
            if (row[i] == '|' && backslashes % 2 == 0)
                cells++;
        }
        return cells;
    }

    private static void AssertGolden(string name, RunResult result, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here) ?? "", "Golden", $"{name}.md");
        var rendered = MarkdownReport.Render(result);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
            File.WriteAllText(path, rendered);
        Assert.Equal(File.ReadAllText(path), rendered);
    }
}
