using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>
/// What root has: each pod gets a network, a host name and, with control groups, limits of its own; each container its
/// own processes and mounts. The files of the machine are those of every container: an image is a name for a program.
/// </summary>
internal sealed class NamespacedIsolation : IIsolation
{
    /// <summary>Uses every kind of limit: a kernel may have the groups without some.</summary>
    private static readonly ResourceBounds Trial = new()
    {
        CpuRequest = 100,
        CpuLimit = 1000,
        MemoryLimit = 64 << 20,
    };

    private readonly Tools _tools;
    private readonly ProcessMark _mark;
    private readonly ICgroup _group;
    private readonly Fabric _fabric;

    private NamespacedIsolation(
        Tools tools,
        ProcessMark mark,
        AddressBlock addresses,
        ICgroup group,
        Fabric fabric,
        IsolationReport report
    )
    {
        _tools = tools;
        _mark = mark;
        _group = group;
        _fabric = fabric;
        Addresses = addresses;
        Report = report;
    }

    public IsolationReport Report { get; }

    public AddressBlock Addresses { get; }

    /// <summary>Returns when a pod has run in it, so that none fails for want of what the machine does not allow.</summary>
    /// <exception cref="IsolationException">The machine does not allow it.</exception>
    public static async Task<NamespacedIsolation> StartAsync(
        StateDirectory state,
        CgroupMounts cgroups,
        CancellationToken ct
    )
    {
        if (!System.Environment.IsPrivilegedProcess)
            throw new IsolationException("namespaces need root");
        var isolation = Start(state, cgroups, Tools.Find());
        try
        {
            await PodTrial.RunAsync(isolation, state.TrialPod, state.Mark, ct);
            return isolation;
        }
        catch (IsolationException)
        {
            await isolation.DisposeAsync();
            throw;
        }
    }

    private static NamespacedIsolation Start(StateDirectory state, CgroupMounts cgroups, Tools tools)
    {
        var addresses = Claim();
        var (group, version, shortcoming) = Group(state.Id, cgroups);
        try
        {
            var leaf = group.Leaf("fabric", ResourceBounds.None);
            var fabric = Fabric.Start(tools, state.Id, state.Mark, addresses, leaf, state.PodRoot);
            var report = new IsolationReport(IsolationReport.Namespaces, version, shortcoming);
            return new NamespacedIsolation(tools, state.Mark, addresses, group, fabric, report);
        }
        catch (IsolationException)
        {
            group.Remove();
            addresses.Dispose();
            throw;
        }
    }

    public IPodIsolation Isolate(
        V1Pod pod,
        PodAddresses addresses,
        IReadOnlyList<MemoryVolume> memory,
        string directory
    )
    {
        var sandbox = new SandboxSettings
        {
            Addresses = addresses,
            Block = Addresses,
            Files = Path.Combine(directory, "sandbox"),
            Memory = memory,
        };
        return NamespacedPod.Create(pod, sandbox, _fabric, _group, _tools, _mark);
    }

    public async ValueTask DisposeAsync()
    {
        await _fabric.DisposeAsync();
        _group.Remove();
        Addresses.Dispose();
    }

    private static AddressBlock Claim()
    {
        try
        {
            return AddressBlock.ClaimPrivate(RouteTable.Read());
        }
        catch (Exception e) when (e is ClusterException or IOException or UnauthorizedAccessException)
        {
            throw new IsolationException($"there are no addresses for pods: {e.Message}");
        }
    }

    /// <summary>Namespaces without control groups are worth having: only what stresses resources needs those.</summary>
    private static (ICgroup Group, string Version, string? Shortcoming) Group(ClusterId cluster, CgroupMounts cgroups)
    {
        try
        {
            var group = cgroups.Create(cluster);
            group.Branch("trial", Trial).Remove();
            return (group, cgroups.Version, null);
        }
        catch (IsolationException e)
        {
            return (new NoCgroup(), IsolationReport.NoCgroups, $"limits are not kept: {e.Message}");
        }
    }
}
