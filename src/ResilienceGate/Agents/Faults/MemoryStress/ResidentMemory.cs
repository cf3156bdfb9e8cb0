using System.Globalization;

namespace ResilienceGate.Agents.Faults.MemoryStress;

/// <summary>What processes hold in memory, by <c>/proc/PID/status</c> (proc(5)): what the kernel cannot take back from them.</summary>
internal static class ResidentMemory
{
    private const string Processes = "/proc";

    /// <summary>Of this process, in bytes.</summary>
    public static long Own => OfStatus($"{Processes}/self/status");

    /// <summary>Of all other processes that this one sees, in bytes.</summary>
    public static long Others =>
        Directory
            .EnumerateDirectories(Processes)
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId)
            .Sum(name => OfStatus($"{Processes}/{name}/status"));

    /// <summary>Anonymous and shared pages; those of files can be read again, and do not count.</summary>
    /// <param name="lines">Of a status file: <c>RssAnon:     1234 kB</c>.</param>
    public static long Of(IEnumerable<string> lines) =>
        lines
            .Where(l =>
                l.StartsWith("RssAnon:", StringComparison.Ordinal)
                || l.StartsWith("RssShmem:", StringComparison.Ordinal)
            )
            .Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1])
            .Sum(kilobytes => long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024);

    private static long OfStatus(string path)
    {
        try
        {
            return Of(File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended meanwhile.
            return 0;
        }
    }
}
