using System.Xml;
using System.Xml.Linq;
using CsCheck;
using ResilienceGate.Core.Reports;
using ResilienceGate.Core.Reports.Html;

namespace ResilienceGate.Tests.Reports;

public sealed class HtmlReportTests
{
    public static TheoryData<string> Samples => [.. Runs.Keys];

    private static Dictionary<string, RunResult> Runs { get; } =
        new(StringComparer.Ordinal)
        {
            ["pass"] = SampleRuns.Pass,
            ["regression"] = SampleRuns.Regression,
            ["inconclusive"] = SampleRuns.Inconclusive,
            ["without a baseline"] = SampleRuns.WithoutBaseline,
            ["cancelled"] = SampleRuns.Cancelled,
        };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_element_that_is_opened_is_closed(string sample) => Parse(HtmlReport.Render(Runs[sample]));

    [Fact]
    public void The_verdict_and_its_reasons_come_before_everything_else()
    {
        var page = HtmlReport.Render(SampleRuns.Regression);

        var header = Parse(page).Descendants("header").Single();
        Assert.Equal("regression", header.Attribute("class")?.Value);
        Assert.Contains("load takes 5.0 s longer", header.Value, StringComparison.Ordinal);
        Assert.True(
            page.IndexOf("</header>", StringComparison.Ordinal) < page.IndexOf("<main>", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_was_left_behind_is_told_at_the_top() =>
        Assert.Contains(
            "kubectl uncordon worker-2",
            Parse(HtmlReport.Render(SampleRuns.Cancelled)).Descendants("header").Single().Value,
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_injection_is_shaded_in_the_timeline_of_its_experiment()
    {
        var articles = Parse(HtmlReport.Render(SampleRuns.Pass)).Descendants("article").ToList();

        Assert.Equal(
            SampleRuns.Pass.Experiments.Select(e => e.Injections.Count),
            articles.Select(a => a.Descendants("rect").Count(r => r.Attribute("class")?.Value is "fault"))
        );
    }

    [Fact]
    public void Without_a_timeline_there_is_no_chart_of_it()
    {
        var page = Parse(HtmlReport.Render(SampleRuns.Pass with { Timeline = [] }));

        Assert.DoesNotContain(page.Descendants("path"), _ => true);
    }

    [Fact]
    public void Every_chart_says_what_it_shows_to_those_who_do_not_see_it() =>
        Assert.All(
            Parse(HtmlReport.Render(SampleRuns.Pass)).Descendants("svg"),
            chart => Assert.False(string.IsNullOrWhiteSpace(chart.Attribute("aria-label")?.Value))
        );

    [Fact]
    public void A_name_is_never_markup_whatever_it_contains() =>
        Gen.String[Gen.OneOf(Gen.Char["<>&\"'/=`\n ;#"], Gen.Char.AlphaNumeric), 1, 30]
            .Sample(name =>
            {
                var page = Parse(
                    HtmlReport.Render(
                        SampleRuns.Pass with
                        {
                            Target = name,
                            Experiments = [SampleRuns.Pass.Experiments[0] with { Name = name, Fault = name }],
                        }
                    )
                );
                Assert.StartsWith(name.Trim(), page.Descendants("h3").Single().Value.Trim(), StringComparison.Ordinal);
            });

    [Fact]
    public void The_page_asks_nobody_for_anything()
    {
        var page = Parse(HtmlReport.Render(SampleRuns.Regression));

        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href");
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script");
    }

    /// <summary>The page with its three elements that HTML never closes left out is XML, which forgives nothing.</summary>
    private static XElement Parse(string page)
    {
        var lines = page.Split('\n')
            .Where(l =>
                !l.StartsWith("<meta", StringComparison.Ordinal) && !l.StartsWith("<!", StringComparison.Ordinal)
            );
        using var reader = XmlReader.Create(new StringReader(string.Join('\n', lines)));
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
