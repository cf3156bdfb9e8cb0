using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>
/// The kernel's netlink(7) sockets. .NET's own Socket knows no such family. The numbers are Linux' of x64 and arm64.
/// </summary>
internal static partial class Netlink
{
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int Busy = 16;

    private const int Family = 16;
    private const int RawUntilExec = 3 | 0x80000;
    private const int Netfilter = 12;
    private const int SocketLevel = 1;
    private const int ReceiveBuffer = 8;
    private const int ReceiveBufferForced = 33;
    private const int NetlinkLevel = 270;
    private const int NoBufferErrors = 5;
    private const int DoNotWait = 0x40;

    /// <exception cref="PodFaultException">The kernel does not allow it.</exception>
    public static SafeFileHandle Open(int receiveBuffer)
    {
        var socket = OpenSocket(Family, RawUntilExec, Netfilter);
        if (socket.IsInvalid)
        {
            socket.Dispose();
            throw Failed("opening a netlink socket");
        }
        // Beyond the system's limit where the capability allows it, else up to the limit.
        if (SetOption(socket, SocketLevel, ReceiveBufferForced, in receiveBuffer, sizeof(int)) is not 0)
            _ = SetOption(socket, SocketLevel, ReceiveBuffer, in receiveBuffer, sizeof(int));
        // A full buffer is no error of the next read: the kernel lets those packets pass (fail-open).
        _ = SetOption(socket, NetlinkLevel, NoBufferErrors, 1, sizeof(int));
        return socket;
    }

    /// <exception cref="PodFaultException">The kernel did not take it.</exception>
    public static void Send(SafeFileHandle socket, ReadOnlySpan<byte> message)
    {
        while (Send(socket, message, (nuint)message.Length, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() is not Interrupted)
                throw Failed("sending to the packet queue");
        }
    }

    /// <returns>The bytes received; null when there is nothing.</returns>
    /// <exception cref="PodFaultException">The socket has failed.</exception>
    public static int? Receive(SafeFileHandle socket, Span<byte> buffer, bool wait)
    {
        while (true)
        {
            var received = Receive(socket, buffer, (nuint)buffer.Length, wait ? 0 : DoNotWait);
            if (received >= 0)
                return (int)received;
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    continue;
                case TryAgain:
                    return null;
                default:
                    throw Failed("receiving from the packet queue");
            }
        }
    }

    /// <summary>Waits until one of two can be read, or for so long; with the precision of the kernel's timers.</summary>
    /// <param name="timeout">Null waits for ever.</param>
    public static void Wait(SafeFileHandle first, SafeHandle second, TimeSpan? timeout)
    {
        Span<Polled> polled = [new(first.DangerousGetHandle()), new(second.DangerousGetHandle())];
        var time = timeout is { } t && t > TimeSpan.Zero ? new Time(t) : default;
        // Whatever ends it, the caller looks at both.
        _ = timeout is null
            ? Poll(polled, (nuint)polled.Length, 0, 0, 0)
            : Poll(polled, (nuint)polled.Length, in time, 0, 0);
    }

    private static PodFaultException Failed(string what) => new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(SafeFileHandle socket, int level, int option, in int value, uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Send(SafeFileHandle socket, ReadOnlySpan<byte> data, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Receive(SafeFileHandle socket, Span<byte> data, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(Span<Polled> polled, nuint count, in Time timeout, nint signals, nuint size);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(Span<Polled> polled, nuint count, nint forever, nint signals, nuint size);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Polled(nint file)
    {
        private readonly int _file = (int)file;
        private readonly short _wanted = 1;
        private readonly short _happened = 0;
    }

    /// <summary><c>struct timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time(TimeSpan time)
    {
        private readonly long _seconds = time.Ticks / TimeSpan.TicksPerSecond;
        private readonly long _nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * 100;
    }
}
