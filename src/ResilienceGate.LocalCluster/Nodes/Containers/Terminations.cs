namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>How the end of a container is told.</summary>
internal static class Terminations
{
    private const int StartErrorExitCode = 128;

    private const string Runtime =
        "failed to create containerd task: failed to create shim task: OCI runtime create failed";

    /// <param name="run">The run, before it is disposed.</param>
    /// <param name="exitCode">Of its first process.</param>
    /// <param name="now">When it ended.</param>
    public static ContainerState.Terminated Exited(ContainerRun run, int exitCode, DateTimeOffset now) =>
        new()
        {
            ContainerId = run.Id,
            ExitCode = exitCode,
            Reason =
                exitCode is 0 ? "Completed"
                : run.RanOutOfMemory ? "OOMKilled"
                : "Error",
            StartedAt = run.StartedAt,
            FinishedAt = now,
        };

    /// <param name="containerId">The container that was created.</param>
    /// <param name="cause">Why it was not started.</param>
    /// <param name="now">When that was found.</param>
    public static ContainerState.Terminated NotStarted(string containerId, string cause, DateTimeOffset now) =>
        new()
        {
            ContainerId = containerId,
            ExitCode = StartErrorExitCode,
            Reason = "StartError",
            Message = $"{Runtime}: runc create failed: unable to start container process: {cause}",
            StartedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = now,
        };
}
