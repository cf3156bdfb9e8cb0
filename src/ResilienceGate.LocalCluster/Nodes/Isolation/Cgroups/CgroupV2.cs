using System.Globalization;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

/// <summary>Version 2: one hierarchy (the kernel's <c>Documentation/admin-guide/cgroup-v2.rst</c>).</summary>
internal sealed class CgroupV2(string directory) : ICgroup
{
    private const string Delegate = "+cpu +memory";

    public IReadOnlyList<string> ProcessFiles { get; } = [Path.Combine(directory, CgroupFiles.Processes)];

    public bool HasKilled => CgroupFiles.Count(directory, "memory.events", "oom_kill") > 0;

    /// <summary>Lets the groups in it have limits: a group that does so can hold no processes.</summary>
    /// <exception cref="IsolationException">It holds some, or its own parent does not let it.</exception>
    public void LetChildrenHaveLimits() => CgroupFiles.Write(directory, "cgroup.subtree_control", Delegate);

    public ICgroup Branch(string name, ResourceBounds bounds)
    {
        var branch = Create(name, bounds);
        branch.LetChildrenHaveLimits();
        return branch;
    }

    public ICgroup Leaf(string name, ResourceBounds bounds)
    {
        var leaf = Create(name, bounds);
        // As the kubelet has it: what is killed for want of memory is the container, not one of its processes.
        CgroupFiles.WriteIfThere(Path.Combine(directory, name), "memory.oom.group", "1");
        return leaf;
    }

    public void Remove() => CgroupFiles.Remove(directory);

    private CgroupV2 Create(string name, ResourceBounds bounds)
    {
        var child = Path.Combine(directory, name);
        CgroupFiles.Create(child);
        CgroupFiles.Write(child, "cpu.weight", CpuFormula.Weight(bounds.CpuRequest));
        if (bounds.CpuLimit is { } thousandths)
        {
            var quota = string.Create(
                CultureInfo.InvariantCulture,
                $"{CpuFormula.Quota(thousandths)} {CpuFormula.Period}"
            );
            CgroupFiles.Write(child, "cpu.max", quota);
        }

        if (bounds.MemoryLimit is { } bytes)
        {
            CgroupFiles.Write(child, "memory.max", bytes);
            CgroupFiles.WriteIfThere(child, "memory.swap.max", "0");
        }

        return new CgroupV2(child);
    }
}
