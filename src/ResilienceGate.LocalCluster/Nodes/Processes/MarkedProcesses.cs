using System.Globalization;
using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>Finds and kills the living processes that carry a mark, from /proc.</summary>
internal static class MarkedProcesses
{
    public static IReadOnlyList<int> Find(ProcessMark mark) =>
        [
            .. All()
                .Where(process => ValueOf(mark.Name, process) is { } value && value == mark.Value)
                .Select(process => int.Parse(process, CultureInfo.InvariantCulture)),
        ];

    /// <summary>The values that a variable has among the processes of this process' own PID namespace.</summary>
    public static IEnumerable<string> InThisNamespace(string variable)
    {
        var own = Namespace("self");
        return All().Select(process => Namespace(process) == own ? ValueOf(variable, process) : null).OfType<string>();
    }

    /// <summary>Kills until none is left: a process may have forked while the list was read.</summary>
    public static void KillAll(ProcessMark mark)
    {
        while (Find(mark) is { Count: > 0 } processes)
        {
            foreach (var process in processes)
                Signals.Send(process, Signal.Kill);
            Thread.Yield();
        }
    }

    private static IEnumerable<string> All() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(directory => Path.GetFileName(directory))
            .Where(name => char.IsAsciiDigit(name[0]));

    private static string? ValueOf(string variable, string process)
    {
        try
        {
            var prefix = Encoding.UTF8.GetBytes($"{variable}=");
            ReadOnlySpan<byte> environment = File.ReadAllBytes($"/proc/{process}/environ");
            foreach (var entry in environment.Split((byte)0))
            {
                if (environment[entry].StartsWith(prefix))
                    return Encoding.UTF8.GetString(environment[entry][prefix.Length..]);
            }

            return null;
        }
        // The process ended meanwhile, or belongs to someone else.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Namespace(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/pid").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
