using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ResilienceGate.Tests.Agents.Faults.Network;

/// <summary>A network of its own, as a pod has; ip-netns(8).</summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int OfNetwork = 0x40000000;

    private readonly string _name;

    public NetworkNamespace(string name)
    {
        _name = name;
        Ip("netns", "add", name);
        Ip("-n", name, "link", "set", "lo", "up");
    }

    /// <summary>Runs ip(8); it fails loudly.</summary>
    public static void Ip(params string[] arguments) => Run("ip", arguments);

    public static string Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode is 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {process.ExitCode}");
    }

    /// <summary>Does something that is over at once, such as making a socket, within the network: what it made stays there.</summary>
    public T Within<T>(Func<T> what)
    {
        // A thread that was in a namespace is of no use to anybody afterwards.
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            using var file = File.OpenHandle($"/run/netns/{_name}");
            try
            {
                if (Enter(file, OfNetwork) is not 0)
                    throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
                result = what();
            }
            catch (Exception e) when (e is InvalidOperationException or IOException)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null && result is not null
            ? result
            : throw new InvalidOperationException($"in the network {_name}", failure);
    }

    /// <summary>What iptables has in its table mangle here.</summary>
    public string Rules() => Run("ip", "netns", "exec", _name, "iptables", "-w", "5", "-t", "mangle", "-S");

    public static Process Start(string program, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        ) ?? throw new InvalidOperationException(program);

    /// <summary>Starts a program in the network.</summary>
    public Process Execute(string program, params string[] arguments) =>
        Start("ip", ["netns", "exec", _name, program, .. arguments]);

    public void Dispose() => Ip("netns", "delete", _name);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Enter(SafeFileHandle file, int kind);
}
