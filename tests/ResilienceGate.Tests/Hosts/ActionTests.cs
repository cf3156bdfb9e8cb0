using System.Diagnostics;
using System.Runtime.CompilerServices;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.GitHub;
using ResilienceGate.Reports;
using ResilienceGate.Tests.Reports;
using YamlDotNet.RepresentationModel;

namespace ResilienceGate.Tests.Hosts;

/// <summary>What action.yml promises is what the program reads and writes.</summary>
public sealed class ActionTests
{
    private static readonly string[] Script = ["action", "cleanup", "gate-cleanup"];

    [Fact]
    public void The_inputs_of_the_action_are_those_that_are_read() =>
        Assert.Equal(Keys("inputs").Order(StringComparer.Ordinal), ActionInputs.Names.Order(StringComparer.Ordinal));

    [Fact]
    public void The_outputs_of_the_action_are_those_that_are_written() =>
        Assert.Equal(
            Keys("outputs").Order(StringComparer.Ordinal),
            RunOutputs
                .From(SampleRuns.Pass, new ReportPaths("j", "m", "h"), path => path)
                .Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void An_input_counts_more_than_a_variable_and_an_empty_one_is_none()
    {
        var inputs = new ActionInputs(
            EnvironmentOf.Variables(
                ("INPUT_CONFIG", " gate.yaml "),
                ("RESILIENCE_GATE_CONFIG", "other.yaml"),
                ("INPUT_ON-MISSING-BASELINE", ""),
                ("RESILIENCE_GATE_ON_MISSING_BASELINE", "fail"),
                ("INPUT_CONTEXT", "")
            )
        ).ReadInputs();

        Assert.Equal(
            "config=gate.yaml on-missing-baseline=fail",
            string.Join(' ', inputs.Select(i => $"{i.Key}={i.Value}"))
        );
    }

    [Fact]
    public void Within_the_action_no_arguments_mean_run_with_the_inputs()
    {
        var inputs = new ActionInputs(
            EnvironmentOf.Variables(("GITHUB_ACTIONS", "true"), ("INPUT_CONFIG", "--help"), ("INPUT_DRY-RUN", "true"))
        );

        Assert.Equal(["run", "--config=--help", "--dry-run=true"], inputs.CommandLine([]), StringComparer.Ordinal);
        Assert.Equal(["agent", "probe"], inputs.CommandLine(["agent", "probe"]), StringComparer.Ordinal);
        Assert.Empty(new ActionInputs(EnvironmentOf.Variables(("INPUT_CONFIG", "x"))).CommandLine([]));
    }

    [Fact]
    public async Task The_clean_up_reverts_the_run_that_was_saved()
    {
        var (exit, output) = await CleanUpAsync(
            ("STATE_run", "rg-1"),
            ("STATE_namespace", "shop"),
            ("INPUT_KUBECONFIG", "/runner/my config")
        );

        Assert.Equal(
            (0, "[rollback][--run=rg-1][--force][--namespace=shop][--kubeconfig=/runner/my config]"),
            (exit, output)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task The_clean_up_does_nothing_when_no_run_is_saved(string? run)
    {
        var (exit, output) = await CleanUpAsync([.. run is null ? [] : new[] { ("STATE_run", run) }]);

        Assert.Equal(0, exit);
        Assert.StartsWith("Nothing to clean up", output, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> CleanUpAsync(params (string Name, string Value)[] variables)
    {
        var ct = TestContext.Current.CancellationToken;
        var bin = Directory.CreateTempSubdirectory("cleanup-").FullName;
        var gate = Path.Combine(bin, "resilience-gate");
        await File.WriteAllTextAsync(gate, "#!/bin/sh\nprintf '[%s]' \"$@\"\n", ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(gate, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("/bin/sh", [Root([.. Script])])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = $"{bin}:/usr/bin:/bin";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        using var process = Process.Start(start);
        Assert.NotNull(process);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        Directory.Delete(bin, recursive: true);
        return (process.ExitCode, output);
    }

    private static IEnumerable<string> Keys(string section)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Root("action.yml"))));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return ((YamlMappingNode)root[section]).Children.Keys.Select(k => k.ToString());
    }

    private static string Root(params string[] path) => Path.Combine([.. Here(), .. path]);

    private static string[] Here([CallerFilePath] string file = "") =>
        [Path.GetDirectoryName(file) ?? "", "..", "..", ".."];
}
