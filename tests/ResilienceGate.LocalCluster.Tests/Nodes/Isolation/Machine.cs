using System.Diagnostics;
using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Isolation;

/// <summary>What this machine allows, and what clusters have left on it.</summary>
internal static class Machine
{
    /// <summary>Skips the test, with the reason, where no isolation is to be had.</summary>
    public static async Task NeedsNamespacesAsync()
    {
        Assert.SkipUnless(System.Environment.IsPrivilegedProcess, "namespaces need root");
        using var unshare =
            Process.Start(new ProcessStartInfo("unshare", "--net --mount --pid --fork ip link add probe type bridge"))
            ?? throw new InvalidOperationException("unshare did not start.");
        await unshare.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(unshare.ExitCode is 0, "this machine does not let root make namespaces and links");
    }

    public static void NeedsCgroups() =>
        Assert.SkipUnless(
            CgroupMounts.Read().Tops.Count > 0,
            "no control groups for processors and memory are mounted"
        );

    /// <summary>All that one life of a cluster may leave, as text; empty when nothing is there.</summary>
    public static IReadOnlyList<string> Leftovers(string id, string state) =>
        [
            .. MarkedProcesses.Find(ProcessMark.Cluster(id)).Select(process => $"process {process}"),
            .. CgroupMounts
                .Read()
                .Directories(ClusterId.TryParse(id) ?? throw new FormatException(id))
                .Where(Directory.Exists),
            .. Directory.EnumerateFileSystemEntries("/sys/class/net", $"rg-{id.Split('-')[0]}"),
            .. File.ReadLines("/proc/self/mountinfo").Where(line => line.Contains(state, StringComparison.Ordinal)),
        ];

    /// <summary>SIGKILL for what would clear up behind a cluster that dies.</summary>
    public static void KillReaper(string id)
    {
        foreach (var process in Process.GetProcessesByName("sh"))
        {
            using (process)
            {
                if (CommandLine(process.Id).Contains($"={id}\0", StringComparison.Ordinal))
                    process.Kill();
            }
        }
    }

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
