using System.ComponentModel;
using System.Diagnostics;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>
/// All that a process is started with, be it a container's own or one beside it; nothing is taken from the cluster's
/// environment.
/// </summary>
internal sealed record ProcessDefinition
{
    private const string TerminalType = "xterm";

    public required IReadOnlyList<string> Command { get; init; }
    public required string WorkingDirectory { get; init; }
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether its streams are a terminal, which it controls, of the type that container runtimes say.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>Starts it in a session of its own.</summary>
    /// <exception cref="ProcessStartException">The program is not there or cannot be executed.</exception>
    public RunningProcess Start()
    {
        if (Command.Count is 0)
            throw new ProcessStartException("args must not be empty");
        var program = Executable.Find(Command[0], Environment.GetValueOrDefault("PATH", ""), WorkingDirectory);
        if (!Directory.Exists(WorkingDirectory))
            throw new ProcessStartException($"chdir to cwd (\"{WorkingDirectory}\"): no such file or directory");
        var terminal = HasTerminal ? PseudoTerminal.Open() : null;
        var start = terminal is null
            ? Sessions.Prepare(program, Command.Skip(1))
            : Sessions.PrepareOnTerminal(terminal.Path, program, Command.Skip(1));
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = WorkingDirectory;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        if (HasTerminal)
            start.Environment.TryAdd("TERM", TerminalType);
        try
        {
            var process =
                Process.Start(start) ?? throw new ProcessStartException($"exec: \"{Command[0]}\": not started");
            return new RunningProcess(process, terminal);
        }
        catch (Win32Exception e)
        {
            terminal?.Dispose();
            throw new ProcessStartException($"exec: \"{Command[0]}\": {e.Message}");
        }
    }
}
