using System.Globalization;
using System.Runtime.InteropServices;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes;

/// <summary>What a node says of the machine it is on.</summary>
internal sealed record NodeMachine
{
    public required IReadOnlyDictionary<string, ResourceQuantity> Capacity { get; init; }
    public required V1NodeSystemInfo Info { get; init; }

    /// <summary>The architecture by the name that Go has for it, as the node's labels do.</summary>
    public static string Architecture =>
        RuntimeInformation.OSArchitecture switch
        {
            System.Runtime.InteropServices.Architecture.X64 => "amd64",
            var other => other.ToString().ToLowerInvariant(),
        };

    /// <param name="directory">Where pods write: its file system is the node's ephemeral storage.</param>
    /// <param name="version">The version of Kubernetes that the cluster speaks.</param>
    public static NodeMachine Read(string directory, string version) =>
        new()
        {
            Capacity = new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal)
            {
                ["cpu"] = new(System.Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
                ["memory"] = new(MemoryTotal()),
                ["ephemeral-storage"] = new(
                    (new DriveInfo(directory).TotalSize / 1024).ToString(CultureInfo.InvariantCulture) + "Ki"
                ),
                ["pods"] = new("110"),
            },
            Info = new V1NodeSystemInfo
            {
                Architecture = Architecture,
                OperatingSystem = "linux",
                KernelVersion = Line("/proc/sys/kernel/osrelease"),
                OsImage = OsImage(),
                BootID = Line("/proc/sys/kernel/random/boot_id"),
                MachineID = Line("/etc/machine-id"),
                SystemUUID = Line("/etc/machine-id"),
                ContainerRuntimeVersion = "processes://1",
                KubeletVersion = version,
                KubeProxyVersion = "",
            },
        };

    private static string MemoryTotal()
    {
        // MemTotal:       24684484 kB
        var line = File.ReadLines("/proc/meminfo")
            .First(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] + "Ki";
    }

    private static string OsImage()
    {
        const string Key = "PRETTY_NAME=";
        var name = File.Exists("/etc/os-release")
            ? File.ReadLines("/etc/os-release").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return name?[Key.Length..].Trim('"') ?? "Linux";
    }

    private static string Line(string file) => File.Exists(file) ? File.ReadAllText(file).Trim() : "";
}
