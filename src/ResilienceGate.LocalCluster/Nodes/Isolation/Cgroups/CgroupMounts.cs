namespace ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

/// <summary>Where the machine has control groups for processors and memory.</summary>
internal sealed record CgroupMounts
{
    public const string V1 = "v1";
    public const string V2 = "v2";

    private const string MountTable = "/proc/self/mountinfo";
    private const string Prefix = "resilience-gate-";

    /// <summary><see cref="V1"/>, <see cref="V2"/> or <see cref="IsolationReport.NoCgroups"/>.</summary>
    public required string Version { get; init; }

    /// <summary>The tops of the hierarchies: those of processors and of memory, in version 2 one and the same.</summary>
    public required IReadOnlyList<string> Tops { get; init; }

    /// <summary>Of this machine, from proc_pid_mountinfo(5).</summary>
    public static CgroupMounts Read()
    {
        var mounts = File.ReadLines(MountTable).Select(Parse).Where(mount => Directory.Exists(mount.Path)).ToList();
        if (mounts.Find(mount => mount.Type is "cgroup2" && HasControllers(mount.Path)).Path is { } unified)
            return new CgroupMounts { Version = V2, Tops = [unified] };
        var cpu = mounts.Find(mount => mount.Type is "cgroup" && mount.Options.Contains("cpu")).Path;
        var memory = mounts.Find(mount => mount.Type is "cgroup" && mount.Options.Contains("memory")).Path;
        return cpu is null || memory is null
            ? new CgroupMounts { Version = IsolationReport.NoCgroups, Tops = [] }
            : new CgroupMounts { Version = V1, Tops = [cpu, memory] };
    }

    /// <summary>The directories that a cluster's groups are in, whether they exist or not.</summary>
    public IReadOnlyList<string> Directories(ClusterId cluster) =>
        [.. Tops.Select(top => Path.Combine(top, $"{Prefix}{cluster}"))];

    /// <summary>The clusters that have left directories, or have them still.</summary>
    public IEnumerable<ClusterId> Clusters() =>
        Tops.SelectMany(top => Directory.EnumerateDirectories(top, $"{Prefix}*"))
            .Select(directory => ClusterId.TryParse(Path.GetFileName(directory)[Prefix.Length..]))
            .OfType<ClusterId>()
            .Distinct();

    /// <summary>The group of all pods, with as many shares as the machine has processors, as the kubelet's has.</summary>
    /// <exception cref="IsolationException">The machine has none to give.</exception>
    public ICgroup Create(ClusterId cluster)
    {
        var bounds = new ResourceBounds { CpuRequest = System.Environment.ProcessorCount * 1000L };
        var name = $"{Prefix}{cluster}";
        if (Version is V1)
            return new CgroupV1(Tops[0], Tops[1]).Branch(name, bounds);
        if (Version is not V2)
            throw new IsolationException("no control groups for processors and memory are mounted");
        var top = new CgroupV2(Tops[0]);
        top.LetChildrenHaveLimits();
        return top.Branch(name, bounds);
    }

    private static bool HasControllers(string path) =>
        Path.Combine(path, "cgroup.controllers") is var file
        && File.Exists(file)
        && File.ReadAllText(file).Split([' ', '\n']) is var controllers
        && controllers.Contains("cpu")
        && controllers.Contains("memory");

    // 36 35 0:30 /root /sys/fs/cgroup/cpu rw,relatime shared:1 - cgroup cgroup rw,cpu
    private static (string Path, string Type, string[] Options) Parse(string line)
    {
        var halves = line.Split(" - ");
        var source = halves[1].Split(' ');
        return (halves[0].Split(' ')[4], source[0], source[2].Split(','));
    }
}
