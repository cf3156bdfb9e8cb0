using System.Diagnostics;
using System.Globalization;

namespace ResilienceGate.Recommender.Tests.Commands;

/// <summary>The program as a pod runs it: a process with an environment, that gets signals.</summary>
internal sealed class RunningProgram : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process process;

    private RunningProgram(Process process) => this.process = process;

    public static RunningProgram Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "ResilienceGate.Recommender"),
            arguments
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new RunningProgram(Process.Start(start) ?? throw new InvalidOperationException("not started"));
    }

    /// <summary>Starts a server on a free port, and returns when it has printed that its model is loaded.</summary>
    public static async Task<(RunningProgram Program, Uri Address)> ServeAsync(string shutdown)
    {
        var program = Start([], ("LISTEN", "127.0.0.1:0"), ("SHUTDOWN", shutdown));
        var lines = new List<string>();
        while (!lines.Exists(line => line.Contains(Listening, StringComparison.Ordinal)) || !lines.Exists(IsLoaded))
            lines.Add(await program.ReadLineAsync());

        var line = lines.First(line => line.Contains(Listening, StringComparison.Ordinal));
        return (program, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task WaitForOutputAsync(string text)
    {
        while (!(await ReadLineAsync()).Contains(text, StringComparison.Ordinal)) { }
    }

    public async Task<(int ExitCode, string Error)> ExitAsync()
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private static bool IsLoaded(string line) => line.Contains(" loaded in ", StringComparison.Ordinal);

    private async Task<string> ReadLineAsync() =>
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
        ?? throw new InvalidOperationException(
            "the program ended: " + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
}
