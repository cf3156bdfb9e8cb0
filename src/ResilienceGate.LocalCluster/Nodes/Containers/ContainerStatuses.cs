using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>Writes a container's state as the API has it.</summary>
internal static class ContainerStatuses
{
    private const string IdScheme = "containerd://";

    // What containerd says of a container that it finds without a process.
    private const int UnseenExitCode = 255;

    public static V1ContainerStatus Of(ContainerWorker container) =>
        new()
        {
            Name = container.Spec.Name,
            Image = container.Spec.Image,
            ImageID = container.ImageId ?? "",
            ContainerID = container.ContainerId is { } id ? IdScheme + id : null,
            RestartCount = container.RestartCount,
            Started = container.Role is ContainerRole.Ephemeral ? null : container.Started,
            Ready = container.Role switch
            {
                ContainerRole.Init => container.Succeeded,
                ContainerRole.Ephemeral => false,
                _ => container.Ready,
            },
            State = State(container.State),
            LastState = container.Last is { } last ? State(last) : new V1ContainerState(),
            AllocatedResources = container.Spec.Resources?.Requests,
            Resources =
                container.State is ContainerState.Waiting
                    ? null
                    : new V1ResourceRequirements
                    {
                        Limits = container.Spec.Resources?.Limits,
                        Requests = container.Spec.Resources?.Requests,
                    },
        };

    /// <summary>How a run ended that a status tells of; one that ran when its kubelet vanished ended unseen.</summary>
    /// <returns>Null when the status tells of no run.</returns>
    public static ContainerState.Terminated? Ended(V1ContainerStatus status, V1ContainerState? told, DateTimeOffset now)
    {
        var id = (status.ContainerID ?? "").Replace(IdScheme, "", StringComparison.Ordinal);
        return told switch
        {
            { Running: { } running } => new ContainerState.Terminated
            {
                ContainerId = id,
                ExitCode = UnseenExitCode,
                Reason = "Unknown",
                StartedAt = Time(running.StartedAt),
                FinishedAt = now,
            },
            { Terminated: { } ended } => new ContainerState.Terminated
            {
                ContainerId = (ended.ContainerID ?? id).Replace(IdScheme, "", StringComparison.Ordinal),
                ExitCode = ended.ExitCode,
                Reason = ended.Reason ?? "Unknown",
                Message = ended.Message,
                StartedAt = Time(ended.StartedAt),
                FinishedAt = Time(ended.FinishedAt),
            },
            _ => null,
        };
    }

    private static DateTimeOffset Time(DateTime? time) =>
        time is { } known
            ? new DateTimeOffset(DateTime.SpecifyKind(known, DateTimeKind.Utc))
            : DateTimeOffset.UnixEpoch;

    private static V1ContainerState State(ContainerState state) =>
        state switch
        {
            ContainerState.Waiting waiting => new V1ContainerState
            {
                Waiting = new V1ContainerStateWaiting { Reason = waiting.Reason, Message = waiting.Message },
            },
            ContainerState.Running running => new V1ContainerState
            {
                Running = new V1ContainerStateRunning { StartedAt = running.StartedAt.ToSeconds() },
            },
            ContainerState.Terminated ended => new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated
                {
                    ContainerID = IdScheme + ended.ContainerId,
                    ExitCode = ended.ExitCode,
                    Reason = ended.Reason,
                    Message = ended.Message,
                    StartedAt = ended.StartedAt.ToSeconds(),
                    FinishedAt = ended.FinishedAt.ToSeconds(),
                },
            },
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
        };
}
