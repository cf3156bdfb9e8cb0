using System.Diagnostics;
using ResilienceGate.EmbeddedClusters;

namespace ResilienceGate.EndToEnd;

/// <summary>The gate as its users start it: a process with arguments, an environment, output and an exit code.</summary>
internal sealed class GateProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private GateProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <param name="environment">Added to that of the tests.</param>
    public static GateProcess Start(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(Programs.Gate, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = Programs.DotnetRoot;
        // The pipeline that runs the tests is none that runs the gate.
        foreach (var pipeline in (string[])["CI", "GITHUB_ACTIONS", "TF_BUILD"])
            start.Environment.Remove(pipeline);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new GateProcess(Process.Start(start) ?? throw new InvalidOperationException("The gate did not start."));
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>SIGKILL: nothing of it can clean up.</summary>
    public void Kill() => _process.Kill();

    /// <summary>What Ctrl-C sends.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start(
            "kill",
            ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
        );
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<GateOutput> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new GateOutput(_process.ExitCode, await _output + await _errors);
    }

    public void Dispose() => _process.Dispose();
}
