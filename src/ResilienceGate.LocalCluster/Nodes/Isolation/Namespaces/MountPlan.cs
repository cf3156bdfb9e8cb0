using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>
/// The steps that mount a container's volumes. A mount point that the machine does not have is made where that does
/// not touch it: in the root directory of the pods, in the volume that it lies in, or in a mirror that takes the place
/// of a directory of the machine and refers to its entries.
/// </summary>
internal sealed class MountPlan
{
    private readonly List<string> _words = [];
    private readonly List<string> _ours = [];

    private MountPlan() { }

    /// <summary>The steps as words for the container's script.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<VolumeMount> mounts)
    {
        var plan = new MountPlan();
        // The outer before the inner.
        foreach (var mount in mounts.OrderBy(mount => mount.Path.Length))
            plan.Add(mount);
        return plan._words;
    }

    private void Add(VolumeMount mount)
    {
        if (!IsOurs(mount.Path))
            Mirror(mount.Path);
        _words.AddRange([File.Exists(mount.Source) ? "file" : "directory", mount.Path]);
        _words.AddRange([mount.ReadOnly ? "read" : "write", mount.Source, mount.Path]);
        _ours.Add(mount.Path);
    }

    private bool IsOurs(string path) =>
        _ours.Exists(own => path == own || path.StartsWith($"{own}/", StringComparison.Ordinal));

    private void Mirror(string path)
    {
        if (Path.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        while (parent is not null && !Directory.Exists(parent))
            parent = Path.GetDirectoryName(parent);
        if (parent is null or "/" || IsOurs(parent))
            return;
        _words.AddRange(["mirror", parent]);
        _ours.Add(parent);
    }
}
