using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>setns(2): a socket belongs to the network in which the thread was that made it, and stays in it.</summary>
internal static partial class NetworkNamespace
{
    // CLONE_NEWNET of sched.h.
    private const int Network = 0x40000000;

    /// <param name="process">In whose network.</param>
    /// <exception cref="IsolationException">The kernel refuses.</exception>
    public static Socket NewSocket(int process)
    {
        Socket? socket = null;
        var error = 0;
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/net");
        using var network = Open(path);
        // A thread of its own, which ends in there: those of the pool are needed here.
        var thread = new Thread(() =>
        {
            if (Enter(network, Network) is 0)
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            else
                error = Marshal.GetLastPInvokeError();
        });
        thread.Start();
        thread.Join();
        return socket
            ?? throw new IsolationException(
                $"the network {path} cannot be entered: {Marshal.GetPInvokeErrorMessage(error)}"
            );
    }

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IsolationException($"the network {path} is out of reach: {e.Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Enter(SafeFileHandle file, int kind);
}
