using System.Runtime.InteropServices;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>kill(2). A process that is gone already is no error: that is what the sender wanted or must accept.</summary>
internal static partial class Signals
{
    /// <param name="target">A process or, negative, a group.</param>
    /// <returns>Whether there is such a one.</returns>
    public static bool Send(int target, Signal signal) => Kill(target, (int)signal) is 0;

    public static void SendToGroup(int group, Signal signal) => Send(-group, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
