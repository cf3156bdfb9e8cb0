using k8s.Models;
using ResilienceGate.LocalCluster.Images;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>The tries to get a container's image, and the back-off between them.</summary>
internal sealed class ImagePull(
    V1Container container,
    ContainerRuntime runtime,
    ContainerEvents events,
    TimeProvider clock
)
{
    // How long a failed pull is shown as such before it is shown as waiting for the next.
    private static readonly TimeSpan ErrorShown = TimeSpan.FromSeconds(1);

    private readonly RestartBackOff _backOff = new(clock);
    private DateTimeOffset? _failedAt;
    private string _error = "";

    /// <summary>What is left to wait after a failed try; null when none failed.</summary>
    public TimeSpan? Remaining => _failedAt is { } failed ? _backOff.Remaining(failed) : null;

    /// <exception cref="ImagePullException">It cannot be had; the back-off has begun.</exception>
    public Image Try()
    {
        try
        {
            var image = runtime.Pull(container);
            _failedAt = null;
            events.Pulled();
            return image;
        }
        catch (ImagePullException e)
        {
            var now = clock.GetUtcNow();
            _backOff.Next(_failedAt ?? now);
            _failedAt = now;
            _error = e.Message;
            events.Pulling();
            events.FailedPull(e.Message);
            throw;
        }
    }

    /// <summary>What the container shows while it waits, and when to look again.</summary>
    public (ContainerState State, TimeSpan Next) Wait(ContainerState state, TimeSpan remaining)
    {
        var since = clock.GetUtcNow() - (_failedAt ?? clock.GetUtcNow());
        if (since < ErrorShown)
            return (state, ErrorShown - since);
        if (state is not ContainerState.Waiting { Reason: "ErrImagePull" })
            return (state, remaining);
        events.PullBackOff();
        var message = $"Back-off pulling image \"{container.Image}\": ErrImagePull: {_error}";
        return (new ContainerState.Waiting("ImagePullBackOff", message), remaining);
    }
}
