using System.Globalization;
using System.Net;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Isolation;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>
/// What the containers of a pod share: its address, what keeps it apart, its directory on the machine and its volumes.
/// </summary>
internal sealed class PodSandbox
{
    private const UnixFileMode AnyUser = (UnixFileMode)511;

    private readonly AddressPool _pool;
    private readonly string _directory;

    private PodSandbox(
        AddressPool pool,
        PodAddresses addresses,
        string directory,
        PodVolumes volumes,
        IPodIsolation isolation
    )
    {
        _pool = pool;
        _directory = directory;
        Addresses = addresses;
        Volumes = volumes;
        Isolation = isolation;
    }

    public PodAddresses Addresses { get; }

    public PodVolumes Volumes { get; }

    public IPodIsolation Isolation { get; }

    /// <param name="pod">The pod.</param>
    /// <param name="directory">The pod's own directory.</param>
    /// <param name="kubelet">The node's address, its range for pods, and how they are kept apart.</param>
    /// <exception cref="ContainerConfigException">A volume's source is missing.</exception>
    /// <exception cref="PodSandboxException">No address is left, or the pod cannot be isolated.</exception>
    public static PodSandbox Create(V1Pod pod, string directory, KubeletContext kubelet)
    {
        var pool = kubelet.PodAddresses;
        var address = Address(pod, kubelet);
        try
        {
            var addresses = new PodAddresses(kubelet.NodeAddress, address);
            var volumes = PodVolumes.Create(
                pod,
                addresses,
                Path.Combine(directory, "volumes"),
                kubelet.Sources,
                kubelet.Tokens,
                kubelet.Claims
            );
            var isolation = kubelet.Isolation.Isolate(pod, addresses, [.. volumes.Memory], directory);
            return new PodSandbox(pool, addresses, directory, volumes, isolation);
        }
        catch (ContainerConfigException)
        {
            pool.Return(address);
            throw;
        }
        catch (Exception e) when (e is ProcessStartException or IsolationException)
        {
            pool.Return(address);
            throw new PodSandboxException(e.Message);
        }
    }

    /// <summary>A fresh directory for one run of a container: its home and where it starts.</summary>
    public string NewContainerDirectory(string container, int run)
    {
        var root = Path.Combine(_directory, "containers", container);
        DeleteDirectory(root);
        var directory = Directory.CreateDirectory(Path.Combine(root, Name(run)));
        // The container may run as any user.
        if (!OperatingSystem.IsWindows())
            directory.UnixFileMode = AnyUser;
        return directory.FullName;
    }

    /// <summary>The log file of a run; of the runs before only the last one's is kept.</summary>
    public string NewLogFile(string container, int run)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_directory, "logs", container)).FullName;
        File.Delete(Path.Combine(directory, $"{Name(run - 2)}.log"));
        return Path.Combine(directory, $"{Name(run)}.log");
    }

    /// <summary>Gives the address back; the directory stays, with the logs, until the pod is deleted.</summary>
    public void TearDown()
    {
        Isolation.Dispose();
        _pool.Return(Addresses.Pod);
    }

    /// <summary>Deletes all that the pod had on the machine.</summary>
    public static void DeleteDirectory(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process may have made files that this user cannot delete. They are in nobody's way.
        }
    }

    /// <summary>A pod in the node's network has the node's address, which is in no pool.</summary>
    private static IPAddress Address(V1Pod pod, KubeletContext kubelet) =>
        pod.Spec.HostNetwork is true
            ? kubelet.NodeAddress
            : kubelet.PodAddresses.Take() ?? throw new PodSandboxException("no pod address is left on this node");

    private static string Name(int run) => run.ToString(CultureInfo.InvariantCulture);
}
