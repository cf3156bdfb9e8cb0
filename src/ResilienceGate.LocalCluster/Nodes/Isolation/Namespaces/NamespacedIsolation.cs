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

    /// <exception cref="IsolationException">The machine does not allow it.</exception>
    public static NamespacedIsolation Start(StateDirectory state, CgroupMounts cgroups)
    {
        if (!System.Environment.IsPrivilegedProcess)
            throw new IsolationException("namespaces need root");
        var tools = Tools.Find();
        var (group, version, shortcoming) = Group(state.Id, cgroups);
        var addresses = AddressBlock.ClaimPrivate(RouteTable.Read());
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

    public IPodIsolation Isolate(V1Pod pod, PodAddresses addresses, PodVolumes volumes, string directory)
    {
        var sandbox = new SandboxSettings
        {
            Addresses = addresses,
            Block = Addresses,
            Files = Path.Combine(directory, "sandbox"),
            Memory = [.. volumes.Memory],
        };
        return NamespacedPod.Create(pod, sandbox, _fabric, _group, _tools, _mark);
    }

    public async ValueTask DisposeAsync()
    {
        await _fabric.DisposeAsync();
        _group.Remove();
        Addresses.Dispose();
    }

    /// <summary>Namespaces without control groups are worth having: only what stresses resources needs those.</summary>
    private static (ICgroup Group, string Version, string? Shortcoming) Group(ClusterId cluster, CgroupMounts cgroups)
    {
        try
        {
            return (cgroups.Create(cluster), cgroups.Version, null);
        }
        catch (IsolationException e)
        {
            return (new NoCgroup(), IsolationReport.NoCgroups, $"limits are not kept: {e.Message}");
        }
    }
}
