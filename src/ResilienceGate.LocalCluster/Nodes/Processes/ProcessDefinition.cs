using System.ComponentModel;
using System.Diagnostics;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>All that a process is started with; nothing is taken from the cluster's own environment.</summary>
internal sealed record ProcessDefinition
{
    public required IReadOnlyList<string> Command { get; init; }
    public required string WorkingDirectory { get; init; }
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Null: it runs where the cluster does.</summary>
    public ProcessLauncher? Launcher { get; init; }

    /// <summary>Starts it in a session of its own with all three streams redirected.</summary>
    /// <exception cref="ProcessStartException">The program is not there or cannot be executed.</exception>
    public Process Start()
    {
        var directory = Machine(WorkingDirectory);
        var program = Executable.Find(Machine(Command[0]), Environment.GetValueOrDefault("PATH", ""), directory);
        if (!Directory.Exists(directory))
            throw new ProcessStartException($"chdir to cwd (\"{WorkingDirectory}\"): no such file or directory");
        var start = Launcher is null
            ? Sessions.Prepare(program, Command.Skip(1))
            : Sessions.Prepare(Launcher.Words[0], [.. Launcher.Words.Skip(1), .. Command]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = directory;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start) ?? throw new ProcessStartException($"exec: \"{Command[0]}\": not started");
        }
        catch (Win32Exception e)
        {
            throw new ProcessStartException($"exec: \"{Command[0]}\": {e.Message}");
        }
    }

    private string Machine(string path) => Launcher?.Paths.Rewrite(path) ?? path;
}
