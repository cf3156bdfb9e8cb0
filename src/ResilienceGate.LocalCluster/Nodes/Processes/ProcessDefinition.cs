using System.ComponentModel;
using System.Diagnostics;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>All that a process is started with; nothing is taken from the cluster's own environment.</summary>
internal sealed record ProcessDefinition
{
    public required IReadOnlyList<string> Command { get; init; }
    public required string WorkingDirectory { get; init; }
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Starts it in a session of its own with all three streams redirected.</summary>
    /// <exception cref="ProcessStartException">The program is not there or cannot be executed.</exception>
    public Process Start()
    {
        var program = Executable.Find(Command[0], Environment.GetValueOrDefault("PATH", ""), WorkingDirectory);
        if (!Directory.Exists(WorkingDirectory))
            throw new ProcessStartException($"chdir to cwd (\"{WorkingDirectory}\"): no such file or directory");
        var start = Sessions.Prepare(program, Command.Skip(1));
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = WorkingDirectory;
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
}
