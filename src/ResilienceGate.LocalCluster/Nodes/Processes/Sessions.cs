using System.Diagnostics;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>Starts programs through setsid(1), in a session and process group of their own.</summary>
/// <remarks>setsid replaces itself by the program, so the process id stays, and is the id of the group too.</remarks>
internal static class Sessions
{
    private static readonly string[] Launchers = ["/usr/bin/setsid", "/bin/setsid"];

    // A terminal is opened by a process that leads no session, and becomes the controlling one by setsid -c.
    private const string OnTerminal = """exec <>"$0" >&0 2>&0 "$@" """;

    /// <exception cref="ClusterException">The machine has no setsid.</exception>
    public static ProcessStartInfo Prepare(IEnumerable<string> command) => New([Launcher(), .. command]);

    /// <summary>With a terminal as its standard streams, and perhaps as the one that controls the session.</summary>
    /// <exception cref="ClusterException">The machine has no setsid.</exception>
    public static ProcessStartInfo PrepareOnTerminal(string terminal, IEnumerable<string> command, bool isControlling)
    {
        string[] session = ["/bin/sh", "-c", OnTerminal, terminal, Launcher()];
        return New(isControlling ? [.. session, "-c", .. command] : [.. session, .. command]);
    }

    private static string Launcher() =>
        Array.Find(Launchers, File.Exists)
        ?? throw new ClusterException("setsid is missing; install util-linux (or busybox)");

    private static ProcessStartInfo New(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        return start;
    }
}
