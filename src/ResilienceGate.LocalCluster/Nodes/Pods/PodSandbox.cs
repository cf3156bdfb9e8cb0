using System.Globalization;
using System.Net;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>What the containers of a pod share: its address, its directory on the machine and its volumes.</summary>
internal sealed class PodSandbox
{
    private readonly AddressPool _pool;
    private readonly string _directory;

    private PodSandbox(AddressPool pool, PodAddresses addresses, string directory, PodVolumes volumes)
    {
        _pool = pool;
        _directory = directory;
        Addresses = addresses;
        Volumes = volumes;
    }

    public PodAddresses Addresses { get; }

    public PodVolumes Volumes { get; }

    /// <param name="pod">The pod.</param>
    /// <param name="host">The node's address.</param>
    /// <param name="pool">The node's range for pods.</param>
    /// <param name="directory">The pod's own directory.</param>
    /// <param name="sources">ConfigMaps and Secrets.</param>
    /// <param name="tokens">What issues the tokens of its service account.</param>
    /// <param name="claims">The volumes that outlive the pod.</param>
    /// <exception cref="ContainerConfigException">A volume's source is missing, or no address is left.</exception>
    public static PodSandbox Create(
        V1Pod pod,
        IPAddress host,
        AddressPool pool,
        string directory,
        ConfigSources sources,
        ServiceAccountTokens tokens,
        ClaimVolumes claims
    )
    {
        var address = pool.Take() ?? throw new ContainerConfigException("no pod address is left on this node");
        try
        {
            var addresses = new PodAddresses(host, address);
            var volumes = PodVolumes.Create(
                pod,
                addresses,
                Path.Combine(directory, "volumes"),
                sources,
                tokens,
                claims
            );
            return new PodSandbox(pool, addresses, directory, volumes);
        }
        catch (ContainerConfigException)
        {
            pool.Return(address);
            throw;
        }
    }

    /// <summary>A fresh directory for one run of a container: its home and where it starts.</summary>
    public string NewContainerDirectory(string container, int run)
    {
        var root = Path.Combine(_directory, "containers", container);
        DeleteDirectory(root);
        return Directory.CreateDirectory(Path.Combine(root, Name(run))).FullName;
    }

    /// <summary>The log file of a run; of the runs before only the last one's is kept.</summary>
    public string NewLogFile(string container, int run)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_directory, "logs", container)).FullName;
        File.Delete(Path.Combine(directory, $"{Name(run - 2)}.log"));
        return Path.Combine(directory, $"{Name(run)}.log");
    }

    /// <summary>Gives the address back; the directory stays, with the logs, until the pod is deleted.</summary>
    public void TearDown() => _pool.Return(Addresses.Pod);

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

    private static string Name(int run) => run.ToString(CultureInfo.InvariantCulture);
}
