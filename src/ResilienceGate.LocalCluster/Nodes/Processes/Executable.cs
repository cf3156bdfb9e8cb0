namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>Looks a program up as execvp(3) does.</summary>
internal static class Executable
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="ProcessStartException">No such program, or it cannot be executed.</exception>
    public static string Find(string program, string path, string workingDirectory)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            var file = Path.GetFullPath(program, workingDirectory);
            if (!Path.Exists(file))
                throw NotFound(program);
            return CanExecute(file) ? file : throw new ProcessStartException($"exec: \"{program}\": permission denied");
        }

        return path.Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(directory => Path.GetFullPath(Path.Combine(directory, program), workingDirectory))
                .FirstOrDefault(CanExecute)
            ?? throw NotFound(program);
    }

    /// <summary>What a container runtime says of a program that is not there.</summary>
    public static ProcessStartException NotFound(string program) =>
        new(
            program.Contains('/', StringComparison.Ordinal)
                ? $"exec: \"{program}\": stat {program}: no such file or directory"
                : $"exec: \"{program}\": executable file not found in $PATH"
        );

    private static bool CanExecute(string file) =>
        File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & AnyExecute) != UnixFileMode.None);
}
