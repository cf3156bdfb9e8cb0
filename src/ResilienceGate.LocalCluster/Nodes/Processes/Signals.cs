using System.Runtime.InteropServices;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>kill(2). A process that is gone already is no error: that is what the sender wanted or must accept.</summary>
internal static partial class Signals
{
    /// <param name="target">A process or, negative, a group.</param>
    public static void Send(int target, Signal signal) => _ = Kill(target, (int)signal);

    /// <returns>Whether there is such a group.</returns>
    public static bool SendToGroup(int group, Signal signal) => Kill(-group, (int)signal) is 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
