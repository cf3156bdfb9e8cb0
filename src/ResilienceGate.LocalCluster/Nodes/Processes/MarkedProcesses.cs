using System.Globalization;
using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>Finds and kills the living processes that carry a mark, from /proc.</summary>
internal static class MarkedProcesses
{
    public static IReadOnlyList<int> Find(ProcessMark mark)
    {
        var entry = Encoding.UTF8.GetBytes(mark.ToString());
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(directory => Path.GetFileName(directory))
                .Where(name => char.IsAsciiDigit(name[0]))
                .Where(name => Carries(name, entry))
                .Select(name => int.Parse(name, CultureInfo.InvariantCulture)),
        ];
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

    private static bool Carries(string process, ReadOnlySpan<byte> entry)
    {
        try
        {
            ReadOnlySpan<byte> environment = File.ReadAllBytes($"/proc/{process}/environ");
            foreach (var variable in environment.Split((byte)0))
            {
                if (environment[variable].SequenceEqual(entry))
                    return true;
            }

            return false;
        }
        // The process ended meanwhile, or belongs to someone else.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
