using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>
/// How a container's volumes are mounted. A mount point that the machine does not have is made where that does not
/// touch it: in the root directory of the pods, in the volume that it lies in, or in a mirror that takes the place of a
/// directory of the machine and refers to its entries.
/// </summary>
internal sealed class MountPlan
{
    private readonly List<string> _mirrors = [];
    private readonly List<VolumeMount> _mounts = [];
    private readonly List<string> _steps = [];
    private readonly MountTable _table = new();

    public MountPlan(IEnumerable<VolumeMount> mounts)
    {
        _table.Add("proc", "/proc");
        // The outer before the inner.
        foreach (var mount in mounts.OrderBy(mount => mount.Path.Length))
            Add(mount);
    }

    /// <summary>What goes before the mounts, as words for the container's script.</summary>
    public IReadOnlyList<string> Steps => _steps;

    public MountTable Table => _table;

    private void Add(VolumeMount mount)
    {
        var isFile = File.Exists(mount.Source);
        // A part of a volume in memory is not there yet; that it was asked for made a directory that nobody sees.
        if (!isFile)
            _steps.AddRange(["directory", mount.Source]);
        if (_mounts.FindLast(outer => Holds(outer.Path, mount.Path)) is not { } volume)
            MakePoint(mount.Path, isFile);
        else if (isFile)
            File.AppendAllBytes(Path.Combine(volume.Source, mount.Path[(volume.Path.Length + 1)..]), []);
        _table.Bind(mount.Source, mount.Path, mount.ReadOnly, makesDirectory: !isFile);
        _mounts.Add(mount);
    }

    private void MakePoint(string path, bool isFile)
    {
        if (Path.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        while (parent is not null && !Directory.Exists(parent))
            parent = Path.GetDirectoryName(parent);
        if (parent is not (null or "/") && !_mirrors.Exists(mirror => Holds(mirror, path)))
        {
            _steps.AddRange(["mirror", parent]);
            _mirrors.Add(parent);
        }

        if (isFile)
            _steps.AddRange(["file", path]);
    }

    private static bool Holds(string directory, string path) =>
        path.StartsWith($"{directory}/", StringComparison.Ordinal);
}
