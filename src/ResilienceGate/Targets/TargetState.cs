using System.Collections.Immutable;
using k8s.Models;

namespace ResilienceGate.Targets;

/// <summary>The pods of the target at one moment, with those that are gone, and where its Service sends traffic to.</summary>
/// <param name="Desired">Replicas that the workload wants at this moment: an autoscaler may change it.</param>
internal sealed record TargetState(int Desired, ImmutableDictionary<string, PodTimes> Pods)
{
    private ImmutableDictionary<string, ImmutableHashSet<ReadyEndpoint>> Slices { get; init; } =
        ImmutableDictionary.Create<string, ImmutableHashSet<ReadyEndpoint>>(StringComparer.Ordinal);

    public IEnumerable<PodTimes> Alive => Pods.Values.Where(p => p.IsAlive);

    public IEnumerable<PodTimes> Serving => Pods.Values.Where(p => p.IsServing);

    /// <summary>The desired number is serving, and no other pod is coming or going.</summary>
    public bool IsSettled => Serving.Count() == Desired && Alive.Count() == Desired;

    /// <summary>Who answers the users behind the same Service and was never a pod of the target.</summary>
    public IEnumerable<ReadyEndpoint> Foreign =>
        Slices.Values.SelectMany(s => s).Where(e => e.Uid is null || !Pods.ContainsKey(e.Uid)).Distinct();

    public static TargetState Of(int desired) =>
        new(desired, ImmutableDictionary.Create<string, PodTimes>(StringComparer.Ordinal));

    /// <summary>These are all the pods that there are: the others are gone, though nobody saw them go.</summary>
    public TargetState Listed(IReadOnlyList<V1Pod> pods, DateTimeOffset at)
    {
        var there = pods.Select(p => p.Uid()).ToHashSet(StringComparer.Ordinal);
        var left = Pods
            .Values.Where(p => p.Gone is null && !there.Contains(p.Uid))
            .Aggregate(this, (state, pod) => state.With(pod.Left(at)));
        return pods.Aggregate(left, (state, pod) => state.Seen(pod, at));
    }

    public TargetState Seen(V1Pod pod, DateTimeOffset at)
    {
        var seen = Pods.TryGetValue(pod.Uid(), out var before) ? before.Seen(pod, at) : PodTimes.FirstSeen(pod, at);
        return With(seen.AsEndpoint(IsReady(seen.Uid), at));
    }

    public TargetState Left(V1Pod pod, DateTimeOffset at)
    {
        var state = Seen(pod, at);
        return state.With(state.Pods[pod.Uid()].Left(at));
    }

    /// <summary>These are all the slices that there are.</summary>
    public TargetState Listed(IReadOnlyList<V1EndpointSlice> slices, DateTimeOffset at) =>
        (
            this with
            {
                Slices = Slices.Clear().AddRange(slices.Select(s => KeyValuePair.Create(s.Name(), Ready(s)))),
            }
        ).Routed(at);

    public TargetState Seen(V1EndpointSlice slice, DateTimeOffset at) =>
        (this with { Slices = Slices.SetItem(slice.Name(), Ready(slice)) }).Routed(at);

    public TargetState Left(V1EndpointSlice slice, DateTimeOffset at) =>
        (this with { Slices = Slices.Remove(slice.Name()) }).Routed(at);

    private TargetState With(PodTimes pod) => this with { Pods = Pods.SetItem(pod.Uid, pod) };

    /// <summary>Each pod by what the slices say of it now.</summary>
    private TargetState Routed(DateTimeOffset at) =>
        Pods
            .Values.Where(p => p.Gone is null)
            .Aggregate(this, (state, pod) => state.With(pod.AsEndpoint(state.IsReady(pod.Uid), at)));

    private bool IsReady(string uid) => Slices.Values.Any(s => s.Any(e => e.Uid == uid));

    private static ImmutableHashSet<ReadyEndpoint> Ready(V1EndpointSlice slice) => [.. ReadyEndpoint.Of(slice)];
}
