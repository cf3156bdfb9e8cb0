using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster;

/// <summary>
/// The directory of one cluster's files, held by a lock. It records by which mark the cluster's processes are known, so
/// that the next cluster here clears what is left of one that died without its reaper.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    private readonly FileStream _lock;

    private StateDirectory(string path, ProcessMark mark, FileStream lockFile)
    {
        Path = path;
        Mark = mark;
        _lock = lockFile;
    }

    public string Path { get; }

    /// <summary>The mark of this cluster's processes.</summary>
    public ProcessMark Mark { get; }

    /// <summary>Where what outlives the pods is kept.</summary>
    public string Volumes => VolumesOf(Path);

    /// <summary>Where the pods of one node live.</summary>
    public string Pods(string node) => System.IO.Path.Combine(Nodes(Path), node, "pods");

    /// <exception cref="ClusterException">It cannot be made or written, or another cluster has it.</exception>
    public static StateDirectory Claim(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var lockFile = Lock(path);
            Clear(path);
            var id = Guid.NewGuid().ToString("n");
            File.WriteAllText(IdFile(path), id);
            return new StateDirectory(path, ProcessMark.Cluster(id), lockFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException($"the state directory {path} cannot be used: {e.Message}", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(path, "lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException e)
        {
            throw new ClusterException(
                $"the state directory {path} belongs to a cluster that runs; stop it, or choose another one",
                e
            );
        }
    }

    private static void Clear(string path)
    {
        if (File.Exists(IdFile(path)))
            MarkedProcesses.KillAll(ProcessMark.Cluster(File.ReadAllText(IdFile(path))));
        foreach (var directory in (string[])[Nodes(path), VolumesOf(path)])
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }

    private static string IdFile(string path) => System.IO.Path.Combine(path, "id");

    private static string VolumesOf(string path) => System.IO.Path.Combine(path, "volumes");

    private static string Nodes(string path) => System.IO.Path.Combine(path, "nodes");
}
