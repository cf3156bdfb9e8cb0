using System.Globalization;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

/// <summary>The directories and files by which the kernel is told.</summary>
internal static class CgroupFiles
{
    public const string Processes = "cgroup.procs";

    // A group stays busy for a moment after its last process was seen to end.
    private const int RemovalTries = 50;
    private static readonly TimeSpan RemovalRetry = TimeSpan.FromMilliseconds(2);

    /// <exception cref="IsolationException">The kernel refuses.</exception>
    public static void Create(string directory) =>
        Refusable(directory, static directory => Directory.CreateDirectory(directory));

    /// <exception cref="IsolationException">The kernel refuses.</exception>
    public static void Write(string directory, string file, string value) =>
        Refusable(Path.Combine(directory, file), path => File.WriteAllText(path, value));

    /// <exception cref="IsolationException">The kernel refuses.</exception>
    public static void Write(string directory, string file, long value) =>
        Write(directory, file, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a file that not every kernel has.</summary>
    /// <exception cref="IsolationException">The kernel refuses.</exception>
    public static void WriteIfThere(string directory, string file, string value)
    {
        if (File.Exists(Path.Combine(directory, file)))
            Write(directory, file, value);
    }

    /// <returns>The number of a line like <c>oom_kill 1</c>; 0 when there is no such file or line.</returns>
    public static long Count(string directory, string file, string key)
    {
        var path = Path.Combine(directory, file);
        var line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith($"{key} ", StringComparison.Ordinal))
            : null;
        return line is null ? 0 : long.Parse(line.AsSpan(key.Length + 1), CultureInfo.InvariantCulture);
    }

    /// <summary>Removes it with the groups in it, so far as they are empty.</summary>
    public static void Remove(string directory)
    {
        if (!Directory.Exists(directory))
            return;
        foreach (var child in Directory.EnumerateDirectories(directory))
            Remove(child);
        for (var tries = 0; tries < RemovalTries && !TryRemove(directory); tries++)
            Task.Delay(RemovalRetry, TimeProvider.System).GetAwaiter().GetResult();
    }

    private static bool TryRemove(string directory)
    {
        try
        {
            // Removes a group although it holds files: they are the kernel's.
            Directory.Delete(directory);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(directory);
        }
        catch (UnauthorizedAccessException)
        {
            // It is another user's, who clears it away in turn.
            return true;
        }
    }

    private static void Refusable(string path, Action<string> action)
    {
        try
        {
            action(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IsolationException($"the control group {path} is refused: {e.Message}");
        }
    }
}
