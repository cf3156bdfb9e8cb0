using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.AzureDevOps;
using ResilienceGate.Hosts.Console;
using ResilienceGate.Reports;
using ResilienceGate.Tests.Reports;
using Spectre.Console;

namespace ResilienceGate.Tests.Hosts;

public sealed class ProgressTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero));
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public async Task A_log_tells_the_run_in_lines_with_a_time()
    {
        await using var progress = new PlainProgress(new ConsoleHost(_output, isInteractive: false), _time);
        Tell(progress);

        Assert.Equal(
            """
            09:26:53 preflight
            09:26:53 steady state: availability 100 %, p99 4.0 ms; the hypothesis holds
            09:26:53 experiment 1 of 2: a pod is killed (pod-kill, 5 injections)
            09:26:53 injection 1 of 5: recommender-1
            09:26:53 injection 1 of 5: recovered in 4.10 s (load 2.10 s), outage 100 ms
            09:26:53 two lines
            warning: careful

            """,
            _output.ToString()
        );
    }

    [Fact]
    public async Task Traffic_is_told_only_when_nothing_else_was_for_long()
    {
        await using var progress = new PlainProgress(new ConsoleHost(_output, isInteractive: false), _time);
        var reading = new TrafficReading(100, 0.999, TimeSpan.FromMilliseconds(12));

        _time.Advance(PlainProgress.Silence - TimeSpan.FromSeconds(1));
        progress.Traffic(reading);
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.Traffic(reading);
        progress.Traffic(reading);

        Assert.Equal("09:27:08 100 requests/s, availability 99.9 %, p99 12 ms\n", _output.ToString());
    }

    [Fact]
    public async Task Azure_shows_the_share_of_the_run_that_is_done()
    {
        await using var progress = new PlainProgress(new AzurePipelinesHost(EnvironmentOf.Variables(), _output), _time);
        Tell(progress);

        Assert.Equal(
            [
                "##vso[task.setprogress value=0;]a pod is killed",
                "##vso[task.setprogress value=10;]a pod is killed",
                "##vso[task.logissue type=warning;]careful",
            ],
            _output.ToString().Split('\n').Where(line => line.StartsWith("##", StringComparison.Ordinal)),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task A_terminal_keeps_the_lines_and_takes_the_status_off_at_the_end()
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(_output),
            }
        );
        console.Profile.Width = 120;
        await using (var progress = new LiveProgress(console, _time))
            Tell(progress);

        var text = _output.ToString();
        Assert.Contains(
            "  injection 1 of 5: recovered in 4.10 s (load 2.10 s), outage 100 ms",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("warning: careful", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "1", "xterm")]
    [InlineData(true, "", "dumb")]
    public void Lines_are_chosen_where_nobody_can_watch(bool interactive, string noColor, string term)
    {
        var host = new ConsoleHost(_output, interactive);
        var console = Terminal.Create(host, EnvironmentOf.Variables(("NO_COLOR", noColor), ("TERM", term)));

        Assert.IsType<PlainProgress>(RunProgress.Create(host, console, _time));
    }

    [Fact]
    public void The_final_screen_begins_with_the_verdict_and_its_reason_and_ends_with_the_reports()
    {
        var host = new ConsoleHost(_output, isInteractive: false);
        var screen = new FinalScreen(Terminal.Create(host, EnvironmentOf.Variables()));
        screen.Show(SampleRuns.Regression);
        screen.Show(new ReportPaths("/w/result.json", "/w/report.md", "/w/report.html"));

        var lines = _output.ToString().ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToArray();
        Assert.Equal("Regression: shop/deployment/recommender, score 97.3 of 100", lines[1]);
        Assert.StartsWith("  recovery-time of 'a pod is killed'", lines[3], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("Not proven", StringComparison.Ordinal));
        Assert.Contains("8 faults injected, 8 reverted, verified.", lines, StringComparer.Ordinal);
        Assert.Equal("          /w/result.json", lines[^2]);
        Assert.DoesNotContain('\u001b', _output.ToString());
    }

    public void Dispose() => _output.Dispose();

    private static void Tell(IRunProgress progress)
    {
        var experiment = SampleRuns.Pass.Experiments[0];
        var steady = SampleRuns.Pass.SteadyState;
        Assert.NotNull(steady);
        progress.StepStarted("preflight");
        progress.SteadyStateMeasured(steady);
        progress.ExperimentStarted(experiment.Name, experiment.Fault, number: 1, of: 2, injections: 5);
        progress.InjectionStarted(1, experiment.Injections[0].Victims);
        progress.InjectionFinished(experiment.Injections[0]);
        progress.Message("two\nlines");
        progress.Warning("careful");
    }
}
