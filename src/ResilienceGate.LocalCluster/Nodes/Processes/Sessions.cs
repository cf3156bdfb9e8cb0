using System.Diagnostics;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>Starts programs through setsid(1), in a session and process group of their own.</summary>
/// <remarks>setsid replaces itself by the program, so the process id stays, and is the id of the group too.</remarks>
internal static class Sessions
{
    private static readonly string[] Launchers = ["/usr/bin/setsid", "/bin/setsid"];

    /// <exception cref="ClusterException">The machine has no setsid.</exception>
    public static ProcessStartInfo Prepare(string program, IEnumerable<string> arguments)
    {
        var launcher =
            Array.Find(Launchers, File.Exists)
            ?? throw new ClusterException("setsid is missing; install util-linux (or busybox)");
        var start = new ProcessStartInfo(launcher) { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        return start;
    }
}
