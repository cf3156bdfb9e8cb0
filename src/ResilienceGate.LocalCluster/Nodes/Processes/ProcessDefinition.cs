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

    /// <summary>Null: it runs where the cluster does.</summary>
    public ProcessLauncher? Launcher { get; init; }

    /// <summary>Whether its streams are a terminal, which it controls, of the type that container runtimes say.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>Starts it in a session of its own.</summary>
    /// <exception cref="ProcessStartException">The program is not there or cannot be executed.</exception>
    public RunningProcess Start()
    {
        if (Command.Count is 0)
            throw new ProcessStartException("args must not be empty");
        var directory = Machine(WorkingDirectory);
        var program = Executable.Find(Machine(Command[0]), Environment.GetValueOrDefault("PATH", ""), directory);
        if (!Directory.Exists(directory))
            throw new ProcessStartException($"chdir to cwd (\"{WorkingDirectory}\"): no such file or directory");
        var terminal = HasTerminal ? PseudoTerminal.Open() : null;
        var start = Prepare(terminal?.Path, program);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = directory;
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

    /// <summary>A launcher gives the terminal to the program itself, which it brings into a session where it is seen.</summary>
    private ProcessStartInfo Prepare(string? terminal, string program)
    {
        IReadOnlyList<string> command = Launcher is null
            ? [program, .. Command.Skip(1)]
            : [.. Launcher.Words, .. Command];
        return terminal is null
            ? Sessions.Prepare(command)
            : Sessions.PrepareOnTerminal(terminal, command, isControlling: Launcher is null);
    }

    private string Machine(string path) => Launcher?.Paths.Rewrite(path) ?? path;
}
