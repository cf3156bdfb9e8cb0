using System.Runtime.InteropServices;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>kill(2). A process that is gone already is no error: that is what the sender wanted or must accept.</summary>
internal static partial class Signals
{
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    public static void SendToGroup(int group, Signal signal) => _ = Kill(-group, (int)signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
