using System.Globalization;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>What a pod's namespaces are to look like from within.</summary>
internal sealed record SandboxSettings
{
    // The kubelet cuts longer ones.
    private const int MaxHostname = 63;

    public required PodAddresses Addresses { get; init; }

    /// <summary>The cluster's addresses.</summary>
    public required AddressBlock Block { get; init; }

    /// <summary>A directory for the files that the pod has in place of the machine's.</summary>
    public required string Files { get; init; }

    public required IReadOnlyList<MemoryVolume> Memory { get; init; }

    public static string Hostname(V1Pod pod)
    {
        var name = pod.Spec.Hostname ?? pod.Metadata.Name;
        return name.Length <= MaxHostname ? name : name[..MaxHostname].TrimEnd('-', '.');
    }

    /// <summary>
    /// What makes the pod's interface. Its hardware address follows from its address, as with the CNI's plugins: a
    /// neighbour that remembers an address rightly finds whoever has it next.
    /// </summary>
    /// <param name="fabric">Where its other end becomes a port of the bridge.</param>
    /// <param name="number">For the name of that end.</param>
    public string Network(Fabric fabric, int number)
    {
        var gateway = Block.Gateway;
        var hardware = string.Join(
            ':',
            Addresses.Pod.GetAddressBytes().Select(b => b.ToString("x2", CultureInfo.InvariantCulture))
        );
        return $"""
            link set lo up
            link add name pod{number} netns {fabric.Network} up master if{Fabric.BridgeIndex} type veth peer name eth0 address 0a:58:{hardware}
            address add {Addresses.Pod}/{Block.Network.PrefixLength} dev eth0
            link set eth0 up
            route add {gateway} dev eth0
            route add {Block.Nodes} via {gateway}
            route add {Block.ServiceNetwork} via {gateway}
            route add default via {gateway}
            """;
    }

    public string MountTableFile => Path.Combine(Files, "sandbox.mounts");

    /// <summary>
    /// Writes the pod's /etc/hosts, and an /etc/resolv.conf without a name server: the cluster has no DNS, and a look-up
    /// that is refused at once is better than one that waits for a server out of reach. Then what is to be mounted.
    /// </summary>
    public void WriteFiles(V1Pod pod)
    {
        Directory.CreateDirectory(Files);
        var table = new MountTable();
        if (pod.Spec.HostNetwork is not true)
        {
            var (hosts, resolver) = (Path.Combine(Files, "hosts"), Path.Combine(Files, "resolv.conf"));
            File.WriteAllText(hosts, $"127.0.0.1\tlocalhost\n::1\tlocalhost\n{Addresses.Pod}\t{Hostname(pod)}\n");
            File.WriteAllText(resolver, "# The embedded cluster has no DNS.\n");
            // The interfaces that /sys shows are those of the namespace in which it was mounted.
            table.Add("sysfs", "/sys");
            table.Bind(hosts, "/etc/hosts").Bind(resolver, "/etc/resolv.conf");
        }

        table.BindTree(Fabric.Cgroups, "/sys/fs/cgroup");
        foreach (var volume in Memory)
            table.Add("tmpfs", volume.Directory, Options(volume));
        File.WriteAllText(MountTableFile, table.ToString());
    }

    private static string Options(MemoryVolume volume) =>
        volume.Size is { } size ? string.Create(CultureInfo.InvariantCulture, $"mode=777,size={size}") : "mode=777";
}
