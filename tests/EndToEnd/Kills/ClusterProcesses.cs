using System.Globalization;

namespace ResilienceGate.EndToEnd.Kills;

/// <summary>The processes of an embedded cluster, by what <c>/proc</c> says of who has started whom.</summary>
/// <param name="state">The cluster's own folder, which its first process is told.</param>
internal sealed class ClusterProcesses(string state)
{
    private const string Program = "ResilienceGate.LocalCluster";

    /// <summary>The one that is the API server, and starts all others.</summary>
    public ClusterProcess First =>
        Everybody()
            .Select(p => p.Process)
            .Single(p =>
                p.CommandLine.Split(' ') is [var program, .. var arguments]
                && program.EndsWith(Program, StringComparison.Ordinal)
                && arguments.Contains(state)
            );

    /// <summary>Without the first.</summary>
    public IReadOnlyList<ClusterProcess> List()
    {
        var children = Everybody().ToLookup(p => p.Parent, p => p.Process);
        var found = new List<ClusterProcess>();
        var parents = new Queue<int>([First.Id]);
        while (parents.TryDequeue(out var parent))
            foreach (var child in children[parent])
            {
                found.Add(child);
                parents.Enqueue(child.Id);
            }
        return found;
    }

    private static List<(int Parent, ClusterProcess Process)> Everybody()
    {
        var found = new List<(int, ClusterProcess)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
                try
                {
                    // The name of the program, in brackets, may have brackets and spaces of its own.
                    var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                    var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
                    var commandLine = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                    var network = new FileInfo(Path.Combine(folder, "ns", "net")).LinkTarget ?? "";
                    found.Add(
                        (int.Parse(parent, CultureInfo.InvariantCulture), new ClusterProcess(id, commandLine, network))
                    );
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended meanwhile.
                }
        return found;
    }
}
