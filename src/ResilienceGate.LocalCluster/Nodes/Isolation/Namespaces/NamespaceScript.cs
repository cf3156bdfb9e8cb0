using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>
/// What the scripts that set namespaces up have in common. Their first line of output is <c>ready</c> and the id of
/// their process as the machine sees it, which they read while they still see the machine's /proc; when something fails
/// they end instead, and the reason is on their standard error.
/// </summary>
internal static class NamespaceScript
{
    private const string Ready = "ready ";

    /// <summary>It takes a few hundredths of a second; a mount of a file system that does not answer would take for ever.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Joins the control group that the first arguments name, up to <c>--</c>. The scripts of pods do so last: what they
    /// do themselves shall not wait for the share of a group that has little.
    /// </summary>
    public const string Join = """
        while [ "$1" != -- ]; do echo 0 >"$1" || exit 1; shift; done
        shift
        """;

    /// <summary>Waits for a script to have done its work.</summary>
    /// <returns>The id of its process.</returns>
    /// <exception cref="ProcessStartException">It failed; the message is its own.</exception>
    public static int Await(RunningProcess process)
    {
        var group = process.Id;
        using var limit = TimeProvider.System.CreateTimer(
            _ => Signals.SendToGroup(group, Signal.Kill),
            state: null,
            Limit,
            Timeout.InfiniteTimeSpan
        );
        var line = ReadLine(process.Output);
        if (line.StartsWith(Ready, StringComparison.Ordinal))
            return int.Parse(line.AsSpan(Ready.Length), System.Globalization.CultureInfo.InvariantCulture);
        // A terminal shows errors where it shows the rest.
        using var errors = new StreamReader(process.Error ?? process.Output);
        var reason = $"{(process.HasTerminal ? line : "")}\n{errors.ReadToEnd()}".Trim();
        Signals.SendToGroup(process.Id, Signal.Kill);
        process.Dispose();
        throw new ProcessStartException(reason is "" ? "its namespaces could not be set up" : reason);
    }

    /// <summary>Byte by byte: what follows belongs to whoever reads the output after this.</summary>
    private static string ReadLine(Stream output)
    {
        var line = new System.Text.StringBuilder();
        while (output.ReadByte() is var next and >= 0 && next is not '\n')
            line.Append((char)next);
        return line.ToString().TrimEnd('\r');
    }
}
