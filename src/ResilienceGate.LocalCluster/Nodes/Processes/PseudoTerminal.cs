using System.IO.Pipelines;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ResilienceGate.LocalCluster.Api;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>A pseudo-terminal, from the side of whoever sits at it: pty(7).</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int BufferSize = 4096;
    private const int MaxPath = 64;

    // From Linux' fcntl.h, poll.h and ioctls.h, the same on x64 and arm64.
    private const int ReadWrite = 0x2;
    private const int NotControlling = 0x100;
    private const int CloseOnExec = 0x80000;
    private const short Readable = 0x1;
    private const nuint SetWindowSize = 0x5414;

    private readonly SafeFileHandle _master;
    private readonly AnonymousPipeServerStream _ended = new(PipeDirection.In);

    private PseudoTerminal(SafeFileHandle master, string path)
    {
        _master = master;
        Path = path;
        Input = new FileStream(master, FileAccess.Write, bufferSize: 0);
    }

    /// <summary>What the program opens as its three standard streams.</summary>
    public string Path { get; }

    /// <summary>What is typed.</summary>
    public Stream Input { get; }

    private PollDescriptor Ended => new(_ended.SafePipeHandle.DangerousGetHandle(), Readable);

    /// <exception cref="ProcessStartException">The machine has no terminal to give.</exception>
    public static PseudoTerminal Open()
    {
        var master = OpenMaster(ReadWrite | NotControlling | CloseOnExec);
        Span<byte> path = stackalloc byte[MaxPath];
        if (master.IsInvalid || Unlock(master) is not 0 || ReadPath(master, path, MaxPath) is not 0)
        {
            master.Dispose();
            throw new ProcessStartException($"open /dev/ptmx: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        return new PseudoTerminal(master, Encoding.UTF8.GetString(path[..path.IndexOf((byte)0)]));
    }

    /// <summary>What is shown until the program ends. To be called once, and the terminal then goes by itself.</summary>
    public Stream ReadOutput()
    {
        var shown = new Pipe();
        // A terminal can only be read by waiting, and the pool has no threads to spare for that.
        new Thread(() => Copy(shown.Writer)) { IsBackground = true, Name = "terminal" }.Start();
        return shown.Reader.AsStream();
    }

    /// <summary>Tells the program, by SIGWINCH.</summary>
    public void Resize(TerminalSize size)
    {
        ReadOnlySpan<ushort> rowsColumnsPixels = [size.Height, size.Width, 0, 0];
        try
        {
            _ = Control(_master, SetWindowSize, in rowsColumnsPixels[0]);
        }
        catch (ObjectDisposedException)
        {
            // The program has ended.
        }
    }

    /// <summary>The program has ended; its children may still hold the terminal, but nobody reads what they show.</summary>
    public void End() => _ended.DisposeLocalCopyOfClientHandle();

    public void Dispose()
    {
        Input.Dispose();
        _master.Dispose();
        _ended.Dispose();
    }

    private void Copy(PipeWriter shown)
    {
        using var self = this;
        using var output = new FileStream(_master, FileAccess.Read, bufferSize: 0);
        try
        {
            while (WaitForOutput() && output.Read(shown.GetSpan(BufferSize)) is > 0 and var read)
            {
                shown.Advance(read);
                // Waits for a slow reader; one that left is of no concern to the program, which writes on.
                shown.FlushAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }
        catch (IOException)
        {
            // EIO: the program was the last to hold the terminal.
        }

        shown.Complete();
        // A program closes its streams before it ends: the hang-up of its terminal would kill it on its way out.
        Wait([Ended]);
    }

    /// <returns>False when the program has ended and all was read.</returns>
    private bool WaitForOutput()
    {
        Span<PollDescriptor> polled = [new(_master.DangerousGetHandle(), Readable), Ended];
        Wait(polled);
        return polled[0].Events is not 0;
    }

    private static void Wait(Span<PollDescriptor> polled)
    {
        while (Poll(polled, (nuint)polled.Length, Timeout.Infinite) < 0)
        {
            // Interrupted by a signal.
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unlock(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadPath(SafeFileHandle master, Span<byte> path, nuint length);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeFileHandle master, nuint request, in ushort size);

    [LibraryImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(Span<PollDescriptor> descriptors, nuint count, int timeoutMilliseconds);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct PollDescriptor(nint file, short wanted)
    {
        private readonly int _file = (int)file;
        private readonly short _wanted = wanted;

        /// <summary>What there is, errors and hang-ups included.</summary>
        public readonly short Events;
    }
}
