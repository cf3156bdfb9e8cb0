using System.Globalization;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

/// <summary>Version 1: a hierarchy for each controller (cgroups(7)).</summary>
internal sealed class CgroupV1(string cpu, string memory) : ICgroup
{
    public IReadOnlyList<string> ProcessFiles { get; } =
    [
        .. new[] { cpu, memory }
            .Distinct(StringComparer.Ordinal)
            .Select(directory => Path.Combine(directory, CgroupFiles.Processes)),
    ];

    public bool HasKilled => CgroupFiles.Count(memory, "memory.oom_control", "oom_kill") > 0;

    public ICgroup Branch(string name, ResourceBounds bounds) => Create(name, bounds);

    public ICgroup Leaf(string name, ResourceBounds bounds) => Create(name, bounds);

    public void Remove()
    {
        CgroupFiles.Remove(cpu);
        CgroupFiles.Remove(memory);
    }

    private CgroupV1 Create(string name, ResourceBounds bounds)
    {
        var (cpuChild, memoryChild) = (Path.Combine(cpu, name), Path.Combine(memory, name));
        CgroupFiles.Create(cpuChild);
        CgroupFiles.Create(memoryChild);
        CgroupFiles.Write(cpuChild, "cpu.shares", CpuFormula.Shares(bounds.CpuRequest));
        if (bounds.CpuLimit is { } thousandths)
        {
            CgroupFiles.Write(cpuChild, "cpu.cfs_period_us", CpuFormula.Period);
            CgroupFiles.Write(cpuChild, "cpu.cfs_quota_us", CpuFormula.Quota(thousandths));
        }

        if (bounds.MemoryLimit is { } bytes)
        {
            CgroupFiles.Write(memoryChild, "memory.limit_in_bytes", bytes);
            // Memory and swap together: no swap. The file is missing where swap is not accounted for.
            CgroupFiles.WriteIfThere(
                memoryChild,
                "memory.memsw.limit_in_bytes",
                bytes.ToString(CultureInfo.InvariantCulture)
            );
        }

        return new CgroupV1(cpuChild, memoryChild);
    }
}
