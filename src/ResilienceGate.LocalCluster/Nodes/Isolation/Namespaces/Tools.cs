using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>The programs of the machine that namespaces are made and entered with.</summary>
internal sealed record Tools
{
    public const string Shell = "/bin/sh";

    private const string AdministratorsPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly string[] FromUtilLinux =
    [
        "setsid",
        "unshare",
        "nsenter",
        "setpriv",
        "mount",
        "umount",
        "pivot_root",
    ];

    /// <summary>Where scripts find them.</summary>
    public required string Path { get; init; }

    public required string Setsid { get; init; }
    public required string Unshare { get; init; }
    public required string Nsenter { get; init; }
    public required string Setpriv { get; init; }

    /// <exception cref="IsolationException">One is missing.</exception>
    public static Tools Find()
    {
        var path = $"{System.Environment.GetEnvironmentVariable("PATH")}:{AdministratorsPath}";
        Find("ip", path, "iproute2");
        var found = FromUtilLinux.ToDictionary(
            name => name,
            name => Find(name, path, "util-linux"),
            StringComparer.Ordinal
        );
        return new Tools
        {
            Path = path,
            Setsid = found["setsid"],
            Unshare = found["unshare"],
            Nsenter = found["nsenter"],
            Setpriv = found["setpriv"],
        };
    }

    private static string Find(string name, string path, string package)
    {
        try
        {
            return Executable.Find(name, path, "/");
        }
        catch (ProcessStartException)
        {
            throw new IsolationException($"{name} is missing; install {package}");
        }
    }
}
