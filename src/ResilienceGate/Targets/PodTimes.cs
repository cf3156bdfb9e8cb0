using k8s.Models;

namespace ResilienceGate.Targets;

/// <summary>One pod of the target: what it is now, and when the gate first saw each step of its life.</summary>
internal sealed record PodTimes
{
    public required string Uid { get; init; }

    public required string Name { get; init; }

    public required V1Pod Now { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Scheduled { get; init; }

    public DateTimeOffset? ReadyToStart { get; init; }

    public DateTimeOffset? Initialized { get; init; }

    public DateTimeOffset? Running { get; init; }

    public DateTimeOffset? Ready { get; init; }

    /// <summary>First seen ready in an EndpointSlice.</summary>
    public DateTimeOffset? InEndpoints { get; init; }

    public DateTimeOffset? DeletionMarked { get; init; }

    public DateTimeOffset? Gone { get; init; }

    /// <summary>Ready in an EndpointSlice at this moment.</summary>
    public bool IsEndpoint { get; init; }

    /// <summary>How often its containers were started again, all together.</summary>
    public int Restarts => RestartsOf(Now);

    /// <summary>Tells the pod from what it was before its containers were started again: it then has to serve anew.</summary>
    public string Incarnation => Restarts == 0 ? Uid : $"{Uid}/{Restarts}";

    public string? Node => Now.Spec?.NodeName;

    public bool IsAlive => Gone is null && Now.Status?.Phase is not ("Succeeded" or "Failed");

    /// <summary>Alive, ready, and nobody asked it to go.</summary>
    public bool IsServing => IsAlive && IsEndpoint && DeletionMarked is null;

    public static PodTimes FirstSeen(V1Pod pod, DateTimeOffset at) =>
        new PodTimes
        {
            Uid = pod.Uid(),
            Name = pod.Name(),
            Now = pod,
            Created = at,
        }.Seen(pod, at);

    public PodTimes Seen(V1Pod pod, DateTimeOffset at) =>
        RestartsOf(pod) > Restarts
            ? (this with { Running = null, Ready = null, InEndpoints = null }).With(pod, at)
            : With(pod, at);

    private PodTimes With(V1Pod pod, DateTimeOffset at) =>
        this with
        {
            Now = pod,
            Scheduled = Scheduled ?? When(pod, "PodScheduled", at),
            ReadyToStart = ReadyToStart ?? When(pod, "PodReadyToStartContainers", at),
            Initialized = Initialized ?? When(pod, "Initialized", at),
            Running =
                Running ?? (pod.Status?.ContainerStatuses?.Any(c => c.State?.Running is not null) is true ? at : null),
            Ready = Ready ?? When(pod, "Ready", at),
            DeletionMarked = DeletionMarked ?? (pod.Metadata.DeletionTimestamp is null ? null : at),
        };

    public PodTimes AsEndpoint(bool isReady, DateTimeOffset at) =>
        this with
        {
            IsEndpoint = isReady,
            // A slice may be late, and still tell of the containers before they were started again.
            InEndpoints = InEndpoints ?? (isReady && (Restarts == 0 || Ready is not null) ? at : null),
        };

    public PodTimes Left(DateTimeOffset at) =>
        this with
        {
            Gone = Gone ?? at,
            DeletionMarked = DeletionMarked ?? at,
            IsEndpoint = false,
        };

    private static int RestartsOf(V1Pod pod) => pod.Status?.ContainerStatuses?.Sum(c => c.RestartCount) ?? 0;

    private static DateTimeOffset? When(V1Pod pod, string condition, DateTimeOffset at) =>
        pod.Status?.Conditions?.Any(c => c.Type == condition && c.Status == "True") is true ? at : null;
}
