using ResilienceGate.LocalCluster.Nodes.Logs;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Processes;

public sealed class ContainerProcessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;
    private readonly ProcessMark _mark = ProcessMark.Container(Guid.NewGuid().ToString("n"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        MarkedProcesses.KillAll(_mark);
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("kill -KILL $$", 137)]
    public async Task The_exit_code_is_the_process_own_or_128_and_the_signal(string script, int expected) =>
        Assert.Equal(expected, await Start(script).Process.Exited.WaitAsync(Token));

    [Fact]
    public async Task What_it_writes_is_in_the_log_when_it_has_exited()
    {
        var (process, log) = Start("echo out; echo err >&2; printf unfinished");
        await process.Exited.WaitAsync(Token);
        var entries = await log.ReadAsync(follow: false, Token).ToListAsync(Token);
        Assert.Equal(["err", "out", "unfinished"], entries.Select(entry => entry.Text).Order());
    }

    [Fact]
    public async Task The_whole_group_gets_a_signal()
    {
        var (process, log) = Start(
            "trap 'wait; exit 7' TERM; (trap 'echo child; exit' TERM; echo up; while :; do sleep 0.01; done) & wait"
        );
        await UntilWritten(log, "up");
        process.Signal(Signal.Terminate);
        Assert.Equal(7, await process.Exited.WaitAsync(Token));
        Assert.Contains(await log.ReadAsync(follow: false, Token).ToListAsync(Token), entry => entry.Text is "child");
    }

    [Fact]
    public async Task What_it_started_ends_with_it_even_in_another_session()
    {
        var (process, log) = Start("setsid sh -c 'sleep 600 & echo up; sleep 601' & sleep 602");
        await UntilWritten(log, "up");
        Assert.NotEmpty(MarkedProcesses.Find(_mark));
        process.Signal(Signal.Kill);
        Assert.Equal(137, await process.Exited.WaitAsync(Token));
        Assert.Empty(MarkedProcesses.Find(_mark));
    }

    [Fact]
    public async Task Nothing_of_the_callers_environment_is_seen()
    {
        var (process, log) = Start("env");
        await process.Exited.WaitAsync(Token);
        var names = (await log.ReadAsync(follow: false, Token).ToListAsync(Token)).Select(e => e.Text.Split('=')[0]);
        Assert.Equal(
            ["PATH", "PWD", "RESILIENCE_GATE_CONTAINER"],
            names.Where(name => name is not ("_" or "SHLVL")).Order()
        );
    }

    [Theory]
    [InlineData("no-such-program", "exec: \"no-such-program\": executable file not found in $PATH")]
    [InlineData("/no/such", "exec: \"/no/such\": stat /no/such: no such file or directory")]
    [InlineData("/etc/passwd", "exec: \"/etc/passwd\": permission denied")]
    public void A_program_that_cannot_be_started_is_refused_in_the_runtimes_words(string program, string expected)
    {
        var definition = Definition([program]);
        var error = Assert.Throws<ProcessStartException>(() => definition.Start());
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public async Task The_reaper_kills_all_that_carries_the_mark_and_goes()
    {
        var reaper = Reaper.Start(_mark, groups: []);
        var id = reaper.Id;
        var (process, log) = Start("setsid sh -c 'sleep 600 & echo up; sleep 601' & sleep 602");
        await UntilWritten(log, "up");
        await reaper.DisposeAsync();
        Assert.Empty(MarkedProcesses.Find(_mark));
        Assert.Equal(137, await process.Exited.WaitAsync(Token));
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{id}"));
    }

    private static async Task UntilWritten(ContainerLog log, string line) =>
        Assert.True(await log.ReadAsync(follow: true, Token).AnyAsync(entry => entry.Text == line, Token));

    private (ContainerProcess Process, ContainerLog Log) Start(string script)
    {
        var log = new ContainerLog(Path.Combine(_directory, $"{Guid.NewGuid():n}.log"), TimeProvider.System);
        var process = Definition(["/bin/sh", "-c", script]).Start();
        return (ContainerProcess.Follow(new StartedProcess(process, First: null), _mark, log), log);
    }

    private ProcessDefinition Definition(string[] command) =>
        new()
        {
            Command = command,
            WorkingDirectory = _directory,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [_mark.Name] = _mark.Value },
        };
}
