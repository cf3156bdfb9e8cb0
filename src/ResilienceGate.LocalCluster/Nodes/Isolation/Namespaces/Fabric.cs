using System.Globalization;
using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>
/// What the pods of a cluster share: a network of their own, and the machine's files below a root directory of their
/// own, in which a mount point can be made without touching the machine.
/// </summary>
/// <remarks>
/// A process holds both, in namespaces that nothing else keeps: whatever becomes of the cluster, when its processes
/// have ended the kernel removes the bridge, every interface, every mount and the machine's end of the network. No
/// frame between pods passes the machine's own packet filter, whatever that does with forwarded packets.
/// </remarks>
internal sealed class Fabric : IAsyncDisposable
{
    /// <summary>The bridge's interface index, by which it is named from within another network namespace.</summary>
    public const string BridgeIndex = "1000";

    /// <summary>Where the machine's control groups are kept for the pods, which have a bare /sys.</summary>
    public const string Cgroups = "/.machine/cgroup";

    private const string Script = $"""
        set -e
        read -r pid rest </proc/self/stat
        root=$1 link=$2 outside=$3 addresses=$4
        shift 4
        {NamespaceScript.Join}
        mount -t tmpfs -o mode=755,size=4m machine "$root"
        for entry in /* /.[!.]*; do
          if [ -L "$entry" ]; then cp -P "$entry" "$root$entry"
          elif [ "$entry" = /sys ]; then mkdir "$root/sys"; mount --bind /sys "$root/sys"
          elif [ -d "$entry" ]; then mkdir "$root$entry"; mount --rbind "$entry" "$root$entry"
          elif [ -e "$entry" ]; then : >"$root$entry"; mount --bind "$entry" "$root$entry"
          fi
        done
        mkdir -p "$root/.machine/cgroup" "$root/.outside"
        if [ -d /sys/fs/cgroup ]; then mount --rbind /sys/fs/cgroup "$root/.machine/cgroup"; fi
        cd "$root"
        pivot_root . .outside
        umount -l /.outside "$root"
        rmdir /.outside
        ip -batch - <<END
        link set lo up
        link add pods index {BridgeIndex} type bridge
        link set pods up
        link add uplink type veth peer name $link netns $outside
        link set uplink master pods up
        END
        nsenter --net="$outside" ip -batch - <<END
        $addresses
        END
        echo "ready $pid"
        read -r rest || :
        """;

    private readonly RunningProcess _holder;

    private Fabric(RunningProcess holder, int id)
    {
        _holder = holder;
        Network = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/ns/net");
        Mounts = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/ns/mnt");
    }

    /// <summary>The namespace of the bridge.</summary>
    public string Network { get; }

    /// <summary>The namespace of the common root directory.</summary>
    public string Mounts { get; }

    /// <param name="tools">The machine's programs.</param>
    /// <param name="cluster">Names the machine's end of the network.</param>
    /// <param name="mark">Of the cluster's processes.</param>
    /// <param name="addresses">Those of the machine, the nodes and the Services become the machine's.</param>
    /// <param name="group">For the process that holds it.</param>
    /// <param name="root">An empty directory, over which the root of the pods is built.</param>
    /// <exception cref="IsolationException">The machine does not allow it.</exception>
    public static Fabric Start(
        Tools tools,
        ClusterId cluster,
        ProcessMark mark,
        AddressBlock addresses,
        ICgroup group,
        string root
    )
    {
        var link = $"rg-{cluster.Token}";
        var outside = string.Create(CultureInfo.InvariantCulture, $"/proc/{System.Environment.ProcessId}/ns/net");
        var definition = new ProcessDefinition
        {
            Command =
            [
                .. new[] { tools.Unshare, "--net", "--mount", "--", Tools.Shell, "-c", Script, "fabric" },
                .. new[] { Directory.CreateDirectory(root).FullName, link, outside, Outside(link, addresses) },
                .. group.ProcessFiles,
                "--",
            ],
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string> { ["PATH"] = tools.Path, [mark.Name] = mark.Value },
        };
        try
        {
            var holder = definition.Start();
            return new Fabric(holder, NamespaceScript.Await(holder));
        }
        catch (ProcessStartException e)
        {
            throw new IsolationException(e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _holder.Input.Close();
        await _holder.WaitForExitAsync(CancellationToken.None);
        _holder.Dispose();
    }

    /// <summary>
    /// A local route makes every address of a range the machine's: a balancer can listen on any without a word to the
    /// kernel, and a port on which none does is refused.
    /// </summary>
    private static string Outside(string link, AddressBlock addresses) =>
        $"""
            address add {addresses.Gateway}/{addresses.Network.PrefixLength} dev {link}
            link set {link} up
            route add local {addresses.Nodes} dev {link}
            route add local {addresses.ServiceNetwork} dev {link}
            """;
}
